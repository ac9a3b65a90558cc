import {parameterValue} from '../document/parameter-value.js';
import type {TrialRecord} from '../run/records/trial-record.js';

/** A trial as it is named where there is no table: "activation=tanh, seed 42". */
export function trialText({parameters, seed}: Pick<TrialRecord, 'parameters' | 'seed'>): string {
  const named = Object.entries(parameters).map(([name, value]) => `${name}=${parameterValue(value)}`);
  return [...named, `seed ${seed}`].join(', ');
}
