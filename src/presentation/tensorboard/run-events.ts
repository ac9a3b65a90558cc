import {parametersText} from '../../document/parameter-value.js';
import type {RunResults} from '../../results/run-results.js';
import type {TrialRecord} from '../../run/records/trial-record.js';
import {eventFile, type Scalar} from './event-file.js';

/** The event file of a trial, and the folder that TensorBoard names it by. */
export interface TrialEvents {
  readonly folder: string;
  readonly content: Uint8Array;
}

/** The events of all trials of a run: losses per epoch, what was seen of layers, and metrics at the epoch that was measured. */
export function runEvents({manifest, trials}: RunResults): readonly TrialEvents[] {
  const seconds = Date.parse(manifest.ranAt) / 1000;
  return trials.map(trial => {
    const parameters = parametersText(trial.parameters, manifest.parameterNames)
      .replaceAll(/[^\p{L}\p{N}=._-]+/gu, ' ')
      .trim();
    const name = `${parameters.slice(0, 100)} seed=${trial.seed} ${trial.id}`.trim();
    return {folder: name, content: eventFile([...losses(trial), ...layers(trial), ...metrics(trial)], seconds)};
  });
}

function losses({history}: TrialRecord): Scalar[] {
  return history.flatMap(({epoch, loss, validation_loss}) => [
    ...scalar('loss', epoch, loss),
    ...scalar('validation_loss', epoch, validation_loss),
  ]);
}

const SEEN = [
  'squashed',
  'saturated',
  'slope',
  'dead',
  'gradient_norm',
  'weight_norm',
  'first_state',
  'last_state',
] as const;

function layers(trial: TrialRecord): Scalar[] {
  const seen = trial.status === 'finished' ? trial.diagnostics.seen : undefined;
  return (seen?.layers ?? []).flatMap(layer =>
    SEEN.flatMap(what =>
      (layer[what] ?? []).flatMap((value, look) =>
        scalar(`${what}/${layer.name}`, seen?.after_epochs[look] ?? 0, value),
      ),
    ),
  );
}

function metrics(trial: TrialRecord): Scalar[] {
  if (trial.status === 'failed') return [];
  const {test, validation} = trial.metrics;
  const step = trial.diagnostics.measured_epoch;
  return [
    ...Object.entries(validation).flatMap(([name, value]) =>
      isNumber(value) ? scalar(`validation/${name}`, step, value) : [],
    ),
    ...Object.entries(test).flatMap(([name, value]) => (isNumber(value) ? scalar(`test/${name}`, step, value) : [])),
  ];
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

/** None where there is no number. */
function scalar(tag: string, step: number, value: number | null): Scalar[] {
  return value === null ? [] : [{tag, step, value}];
}
