import {contentKey} from '../../document/content-hash.js';
import type {ParameterValues} from '../../document/references.js';
import type {TrialRecord} from '../../run/records/trial-record.js';
import {type RunResults, trialsByCombination} from '../run-results.js';
import {type Movement, movementOf, NEAR_OPTIMUM} from './movement.js';

/** How near the trials of a combination came to the least training loss. */
export interface Optimality {
  readonly parameters: ParameterValues;
  /** The least training loss there is, where it has a closed form: of networks that are linear in what they see. */
  readonly optimum: number | null;
  /** That, or the least one that any seed came to, by training or by a search from its end. */
  readonly best: number | null;
  readonly trials: readonly TrialOptimality[];
  /** Losses that trials ended at which no longer improved, lowest first: those that are near each other are one optimum. */
  readonly clusters: readonly {readonly loss: number; readonly trials: number}[];
}

export interface TrialOptimality {
  readonly id: string;
  readonly seed: number;
  /** The mean loss over all training windows of the weights that were measured. */
  readonly loss: number | null;
  /** How far above the best known one, as a share of it. */
  readonly gap: number | null;
  /**
   * Root mean squared distance of the forecasts of training windows from those of the optimum, in the units that are trained in: what
   * the loss is above its least value is its square (Pythagoras: what the optimum leaves is orthogonal to every linear forecast).
   */
  readonly forecastGap: number | null;
  readonly movement: Movement | null;
  /** The loss that a search from its end came to, where it was asked for. */
  readonly polished: number | null;
}

/** How near trials came to the optimum, combination by combination; none in runs of versions that didn't note it. */
export function optimalityOf(results: RunResults): readonly Optimality[] {
  const byCombination = trialsByCombination(results.trials);
  const optima = new Map(results.optima.flatMap(({record, combinations}) => combinations.map(own => [own, record])));
  return results.combinations.flatMap(parameters => {
    const trials = byCombination.get(contentKey(parameters)) ?? [];
    const losses = trials.flatMap(trial => lossOf(trial) ?? []);
    if (losses.length === 0) return [];
    const optimum = optima.get(parameters)?.loss ?? null;
    const best =
      optimum ?? trials.reduce((least, trial) => Math.min(least, lowestLoss(trial)), Number.POSITIVE_INFINITY);
    const told = trials.map(trial => trialOptimality(trial, optimum, best));
    return [
      {
        parameters,
        optimum,
        best,
        trials: told,
        clusters: clustersOf(told),
      },
    ];
  });
}

function trialOptimality(trial: TrialRecord, optimum: number | null, best: number): TrialOptimality {
  const loss = lossOf(trial);
  return {
    id: trial.id,
    seed: trial.seed,
    loss,
    gap: loss === null ? null : loss <= best ? 0 : best === 0 ? null : loss / best - 1,
    forecastGap: loss === null || optimum === null ? null : Math.sqrt(Math.max(0, loss - optimum)),
    movement: movementOf(trial, best),
    polished: polishedLossOf(trial),
  };
}

/** The lowest loss of a trial: of an epoch, of its end, or of a search from there. */
function lowestLoss(trial: TrialRecord): number {
  const epochs = trial.history.reduce((least, {loss}) => Math.min(least, loss ?? least), Number.POSITIVE_INFINITY);
  return Math.min(epochs, lossOf(trial) ?? epochs, polishedLossOf(trial) ?? epochs);
}

/** Where a search from its end came to, if there was one. */
function polishedLossOf(trial: TrialRecord): number | null {
  return trial.status === 'finished' ? (trial.diagnostics.polished?.loss ?? null) : null;
}

function lossOf(trial: TrialRecord): number | null {
  return trial.status === 'finished' ? (trial.diagnostics.training_loss ?? null) : null;
}

/** Losses of trials that had stopped improving, in order; one that is further above the one before than optima may be from each other begins the next. */
function clustersOf(trials: readonly TrialOptimality[]): {loss: number; trials: number}[] {
  const losses = trials.flatMap(({movement, loss}) =>
    movement === 'converged' || movement === 'stuck' ? (loss ?? []) : [],
  );
  const clusters: {loss: number; last: number; trials: number}[] = [];
  for (const loss of losses.toSorted((a, b) => a - b)) {
    const own = clusters.at(-1);
    if (own && loss <= own.last * (1 + NEAR_OPTIMUM)) {
      own.trials++;
      own.last = loss;
    } else clusters.push({loss, last: loss, trials: 1});
  }
  return clusters.map(({loss, trials}) => ({loss, trials}));
}
