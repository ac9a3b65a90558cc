// What the library gives and takes. It imports nothing, so that whoever uses it sees these types and no others.

/** Values of sweep parameters by their names, as they are written in the experiment. */
export type Parameters = Readonly<Record<string, unknown>>;

/** A mistake in an experiment or in its data: what is wrong, where, and what would be right. */
export interface ExperimentProblem {
  readonly message: string;
  readonly hint?: string;
  readonly file: string;
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
}

/** An experiment whose data was read and whose shapes fit. */
export interface Experiment {
  readonly name: string;
  readonly file: string;
  readonly parameterNames: readonly string[];
  /** Of a search those that it begins with. */
  readonly combinations: readonly Parameters[];
  /** How many trials there are: combinations times seeds; of a search how many it begins with. */
  readonly trials: number;
  /** Optimizer steps of all of them, if none stops early. */
  readonly steps: number;
  /** What is odd, but no reason not to train. */
  readonly warnings: readonly ExperimentProblem[];
}

/** How an experiment is read. */
export interface LoadOptions {
  /** Values laid over the file, such as `training.epochs=5`. */
  readonly set?: readonly string[] | undefined;
}

/** An experiment that is no file: paths in it are relative to the folder. */
export interface WrittenExperiment {
  readonly text: string;
  readonly folder?: string | undefined;
}

/** How an experiment is trained. */
export interface RunOptions {
  /** The folder of all results; `results` where it is left out. */
  readonly out?: string | undefined;
  /** Processes that train at the same time; one per core where it is left out. */
  readonly workers?: number | undefined;
  readonly backend?: 'wasm' | 'native' | 'cpu' | 'auto' | undefined;
  readonly engine?: 'auto' | 'compiled' | 'graph' | 'xla' | 'eager' | undefined;
  /** Ends it early; what has finished is saved, and the same call goes on from there. One that is aborted already throws. */
  readonly signal?: AbortSignal | undefined;
  /** What it throws ends the training, and is thrown by `runExperiment`. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** What happens while an experiment is trained. */
export type Progress =
  | {
      readonly type: 'opened';
      readonly folder: string;
      readonly trials: number;
      /** How many were trained before. */
      readonly finishedBefore: number;
      readonly backend: string;
      readonly engine: string;
    }
  | {readonly type: 'started'; readonly trials: number; readonly workers: number; readonly steps: number}
  /** A search goes on: so many more than were told at the start. */
  | {readonly type: 'grew'; readonly trials: number; readonly steps: number}
  | {readonly type: 'steps'; readonly steps: number}
  | {
      readonly type: 'trial';
      readonly id: string;
      readonly parameters: Parameters;
      readonly seed: number;
      /** Null where it has finished. */
      readonly error: string | null;
    }
  | {readonly type: 'warning'; readonly message: string}
  | {readonly type: 'ended'};

/** Losses of an epoch. */
export interface Epoch {
  /** Counts from 1. */
  readonly epoch: number;
  readonly loss: number | null;
  readonly validation_loss: number | null;
}

/** A training with its parameters and seed, and what came of it. */
export interface Trial {
  readonly id: string;
  readonly parameters: Parameters;
  readonly seed: number;
  readonly status: 'finished' | 'failed';
  /** By the names of tables, such as `test_rmse`; null where it is no number. None of a trial that failed. */
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly history: readonly Epoch[];
  /** Why it failed; null where it finished. */
  readonly error: string | null;
  readonly durationSeconds: number;
}

/** A run as its folder holds it. */
export interface Run {
  readonly name: string;
  readonly id: string;
  readonly folder: string;
  /** The experiment's file, as the run recorded it. */
  readonly file: string;
  /** When it was trained last: ISO 8601, UTC. */
  readonly ranAt: string;
  readonly parameterNames: readonly string[];
  /** How many trials were planned; those that are not trained yet are no trials below. */
  readonly planned: number;
  readonly trials: readonly Trial[];
}

/** Mean and sample standard deviation over trials; null where there are too few numbers. */
export interface Summary {
  readonly count: number;
  readonly mean: number | null;
  readonly deviation: number | null;
}

/** What a table shows. */
export interface TableOptions {
  /** Parameters that make a row; the others are averaged over. Without it: all that differ. */
  readonly by?: readonly string[] | undefined;
  /** Without it those that `tfsweep table` shows. */
  readonly metrics?: readonly string[] | undefined;
  /** Conditions such as `window>10`, `activation=tanh`, `seed=42` or `test_rmse<3`; all of them hold. */
  readonly filter?: readonly string[] | undefined;
  /** A metric, best first, or a parameter; without it the order of the plan. */
  readonly sort?: string | undefined;
  /** Only the first rows; the best ones where nothing sorts them. */
  readonly top?: number | undefined;
}

/** One combination of parameters, over its seeds. */
export interface TableRow {
  readonly parameters: Parameters;
  readonly planned: number;
  readonly finished: number;
  readonly failed: number;
  readonly metrics: Readonly<Record<string, Summary>>;
  readonly best: boolean;
}

/** The means of a run, and what simple forecasts reach on the same data. */
export interface Table {
  readonly parameterNames: readonly string[];
  readonly metrics: readonly string[];
  /** What decided which row is best. */
  readonly chosenBy: string;
  readonly rows: readonly TableRow[];
  readonly baselines: readonly {
    readonly name: string;
    readonly parameters: Parameters;
    readonly metrics: Readonly<Record<string, number | null>>;
  }[];
}

/** The values of a parameter against each other, seed by seed. */
export interface Comparison {
  readonly by: string;
  readonly metric: string;
  /** Best mean first. */
  readonly levels: readonly {readonly value: unknown; readonly summary: Summary}[];
  readonly differences: readonly Difference[];
  /** The answer in words. */
  readonly sentences: readonly string[];
}

/** One value against another: permutation test of paired seeds, corrected for all pairs (Holm). */
export interface Difference {
  readonly better: unknown;
  readonly worse: unknown;
  readonly verdict:
    | 'better'
    | 'slightly better'
    | 'practically the same'
    | 'no difference'
    | 'too few seeds'
    | 'trials failed'
    | 'other rows'
    | 'no shared seed';
  /** How far the better one is ahead, in the units of the metric; null where there are no numbers to compare. */
  readonly lead: number | null;
  /** From low to high; null where there are too few seeds. */
  readonly interval: readonly [number, number] | null;
  readonly adjustedProbability: number | null;
  readonly seeds: number;
}

/** A sentence about what training did, and what it means. */
export interface Finding {
  readonly kind: string;
  readonly title: string;
  readonly text: string;
}

/** A key whose value changed; undefined where it is not there. */
export interface Change {
  readonly path: string;
  readonly old: unknown;
  readonly now: unknown;
}

/** What is compared between two runs. */
export interface DiffOptions {
  readonly metrics?: readonly string[] | undefined;
  /** `test_rmse=0.5`, `test_rmse=1%`, or `1%` for all: allowed changes in the place of seed noise. */
  readonly tolerance?: readonly string[] | undefined;
}

/** What changed from one run to another. */
export interface Diff {
  readonly experiment: readonly Change[];
  readonly data: readonly Change[];
  readonly environment: readonly Change[];
  readonly rows: readonly {
    readonly parameters: Parameters;
    readonly cells: readonly {
      readonly metric: string;
      readonly old: Summary;
      readonly now: Summary;
      readonly change: number | null;
      readonly adjustedProbability: number | null;
      readonly verdict:
        | 'same'
        | 'within noise'
        | 'beyond noise'
        | 'noise unknown'
        | 'other rows'
        | 'within tolerance'
        | 'beyond tolerance'
        | 'no number';
      readonly better: boolean | null;
    }[];
  }[];
  readonly added: readonly Parameters[];
  readonly removed: readonly Parameters[];
  /** Whether something changed by more than noise or tolerance. */
  readonly differs: boolean;
}
