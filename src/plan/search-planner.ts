import type {Proposal, Search} from '../sweep/search/search.js';
import type {PlannedOutcome, Planner} from './planner.js';
import type {PreparedCombination} from './prepared-combination.js';
import type {Deciding} from './search-metric.js';
import type {Trial} from './trial.js';

/** What is known of a proposal whose trials are trained. */
interface Waiting {
  readonly place: number;
  readonly trials: number;
  readonly values: Map<string, number | null>;
}

/** Trains what a search proposes, and tells it the mean over seeds and folds; null where one of them failed. */
export class SearchPlanner implements Planner {
  readonly asksEarly = true;
  private readonly waiting = new Map<string, Waiting>();
  private first: readonly Trial[] | undefined;

  constructor(
    private readonly search: Search,
    private readonly add: (proposal: Proposal) => readonly PreparedCombination[],
    private readonly deciding: Deciding,
  ) {
    this.first = this.next();
  }

  ask(): readonly Trial[] {
    const first = this.first ?? [];
    this.first = undefined;
    return [...first, ...this.next()];
  }

  tell({id}: Trial, {validation}: PlannedOutcome): void {
    const waiting = this.waiting.get(id);
    if (!waiting) return;
    waiting.values.set(id, validation && this.deciding(validation));
    if (waiting.values.size < waiting.trials) return;
    // In the order of the plan: who was faster must not change a bit of a sum.
    const values = [...this.waiting].flatMap(([other, own]) =>
      own === waiting ? [waiting.values.get(other) ?? null] : [],
    );
    const sum = values.reduce<number | null>((all, one) => (all === null || one === null ? null : all + one), 0);
    this.search.tell(waiting.place, sum === null ? null : sum / values.length);
    for (const other of waiting.values.keys()) this.waiting.delete(other);
  }

  private next(): readonly Trial[] {
    const asked: Trial[] = [];
    for (let found = this.search.next(); found; found = this.search.next()) {
      const trials = this.add(found.proposal).flatMap(one => one.trials);
      const waiting = {place: found.place, trials: trials.length, values: new Map<string, number | null>()};
      for (const {id} of trials) this.waiting.set(id, waiting);
      asked.push(...trials);
    }
    return asked;
  }
}
