import {canonicalJson, contentKey} from '../../document/content-hash.js';
import type {ParameterValues} from '../../document/references.js';
import type {Manifest} from '../records/manifest.js';
import type {TrialRecord} from '../records/trial-record.js';

/** The records of planned trials, in the order of the plan; a line that says something else than the plan of its id isn't believed. */
export function believedRecords(
  {trials, experiment: {resolved}}: Manifest,
  records: ReadonlyMap<string, TrialRecord>,
): readonly TrialRecord[] {
  const first = resolved[0]?.experiment.seed ?? 0;
  const planned = new Map(
    resolved.flatMap(({parameters, trials: own}) => own.map((id, index) => [id, {parameters, seed: first + index}])),
  );
  return [...new Set(trials)].flatMap(id => {
    const record = records.get(id);
    const plan = planned.get(id);
    return record && plan && believes(plan, record) ? record : [];
  });
}

/** Whether a record says of its trial what was planned; most parameters are written in the same order. */
export function believes(
  plan: {readonly parameters: ParameterValues; readonly seed: number},
  {parameters, seed}: Pick<TrialRecord, 'parameters' | 'seed'>,
): boolean {
  if (seed !== plan.seed) return false;
  return (
    JSON.stringify(parameters) === JSON.stringify(plan.parameters) ||
    canonicalJson(parameters) === contentKey(plan.parameters)
  );
}
