import {canonicalJson} from '../document/content-hash.js';
import type {ParameterValues} from '../document/references.js';
import {Sequence} from '../document/sequence.js';
import type {Combination} from '../experiment/combination.js';
import type {LoadedExperiment} from '../experiment/load-experiment.js';
import type {LoadedSearch} from '../experiment/loaded-search.js';
import type {Proposal} from '../sweep/search/search.js';
import {stepsPerEpoch} from '../training/setup.js';
import {PlannedTrials} from './planned-trials.js';
import type {Planner} from './planner.js';
import type {PreparedCombination} from './prepared-combination.js';
import {deciding} from './search-metric.js';
import {SearchPlanner} from './search-planner.js';
import type {ShapedSetups} from './shaped-setups.js';

/** A search while it goes on: the combinations that it has come to, and what decides about further ones. */
export class PreparedSearch {
  private readonly grown: PreparedCombination[] = [];
  private readonly byParameters = new Map<string, PreparedCombination>();
  readonly combinations = new Sequence(
    () => this.grown.length,
    at => this.grown[at],
  );
  /** Asks for what can be decided; what that is without any result is there already. */
  readonly planner: Planner;
  private readonly planned: PlannedTrials;

  constructor(
    private readonly experiment: LoadedExperiment,
    private readonly search: LoadedSearch,
    private readonly setups: ShapedSetups,
    /** Combinations that it may come to, which were looked at beforehand. */
    readonly looked: Sequence<PreparedCombination>,
    private readonly make: (at: number, combination: Combination, planned: PlannedTrials) => PreparedCombination,
  ) {
    this.planned = new PlannedTrials(experiment);
    this.planner = new SearchPlanner(
      search.start(codes => this.fits(codes)),
      proposal => this.add(proposal),
      deciding(experiment.comparison?.metric),
    );
  }

  /** How it is searched, as the file says. */
  get entry(): unknown {
    return this.search.entry;
  }

  /** Optimizer steps of the trials so far, if none stops early. */
  get steps(): number {
    const each = this.grown.map(({setup}) => setup.training.epochs * stepsPerEpoch(setup));
    return each.reduce((sum, steps) => sum + steps, 0) * this.experiment.seeds;
  }

  /** Adds a combination that was trained before, by what its trials call it; nothing where it can't be one of this search. */
  addKnown(parameters: ParameterValues): void {
    const proposal = this.search.proposalOf(parameters);
    if (proposal && this.fits(proposal.codes)) this.add(proposal);
  }

  private add(proposal: Proposal): readonly PreparedCombination[] {
    const combinations = this.search.combinationsOf(proposal) ?? [];
    return combinations.map(one => {
      const key = canonicalJson(one.parameters);
      const known = this.byParameters.get(key);
      if (known) return known;
      this.planned.note(this.grown.length, one, this.setups.again(one));
      const made = this.make(this.grown.length, one, this.planned);
      this.byParameters.set(key, made);
      this.grown.push(made);
      return made;
    });
  }

  /** Whether a combination can be trained, and trains something else than those before. */
  private fits(codes: Float64Array): boolean {
    const combinations = this.search.combinationsOf({codes, epochs: undefined});
    if (!combinations) return false;
    const shaped = combinations.map(one => this.setups.known(one));
    return shaped.every((one, fold) => one?.ok && this.planned.isNew(combinations[fold], one.value));
  }
}
