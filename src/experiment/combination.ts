import type {Path} from '../document/path.js';
import type {Place} from '../document/problem.js';
import type {ParameterValues} from '../document/references.js';
import {remembered} from '../document/remembered.js';
import type {ExperimentFile} from './experiment-file.js';
import {FOLD} from './fold.js';
import type {ResolvedParts, VariedPart, VariedParts} from './resolved-parts.js';

/** What the parameter is called by which a search trains longer or shorter. */
export const EPOCHS = 'epochs';

/** One combination of sweep parameters, validated, with every default filled in. */
export interface Combination {
  readonly parameters: ParameterValues;
  readonly experiment: ExperimentFile;
  /** Which fold, counted from 1, where its split has folds: then it is one of its parameters, too. */
  readonly fold: number | undefined;
  /** Where a part of this combination's experiment is written: a parameter's value counts as written in the sweep. */
  place(path: Path, part?: 'key' | 'value'): Place;
  /** Parts that are wrong and that others stand for: what comes of these is not told. Of what is trained there are none. */
  readonly replaced?: ReadonlySet<VariedPart>;
}

/** The parts of an experiment that are the same in all combinations. */
export type FixedParts = Omit<ExperimentFile, keyof VariedParts>;

/** Where a combination is among the points of a sweep, in which fold, and how long it is trained where a search decides that. */
interface PointPlace {
  readonly index: number;
  readonly fold: number | undefined;
  readonly epochs?: number | undefined;
}

/** A combination at a place among the points of a sweep, which is known to fit. */
export class PointCombination implements Combination {
  readonly experiment: ExperimentFile;
  private known: ParameterValues | undefined;

  constructor(
    fixed: FixedParts,
    private readonly parts: ResolvedParts,
    private readonly at: PointPlace,
  ) {
    const own = parts.of(at.index);
    if (!own) throw new Error(`combination ${at.index} was good before`);
    const training = at.epochs === undefined ? own.training : trainedFor(own.training, at.epochs);
    this.experiment = {...fixed, ...own, training};
  }

  get fold(): number | undefined {
    return this.at.fold;
  }

  get parameters(): ParameterValues {
    this.known ??= {
      ...this.parts.labels(this.at.index),
      ...(this.at.epochs === undefined ? {} : {[EPOCHS]: this.at.epochs}),
      ...(this.at.fold === undefined ? {} : {[FOLD]: this.at.fold}),
    };
    return this.known;
  }

  get place(): Combination['place'] {
    return (path, part) => this.parts.place(this.at.index, path, part);
  }
}

type Training = ExperimentFile['training'];

const shortened = new WeakMap<Training, Map<number, Training>>();

/** The same training for so many epochs; the very same object for all that ask for it. */
function trainedFor(training: Training, epochs: number): Training {
  const known = remembered(shortened, training, () => new Map<number, Training>());
  return remembered(known, epochs, () => ({...training, epochs}));
}
