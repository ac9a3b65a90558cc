import {type ActivationName, activationOf} from './index.js';

/** An activation and its slope at some places. */
export interface ActivationValues {
  readonly f: readonly number[];
  readonly slope: readonly number[];
}

/** f(x) and f'(x), in double precision. */
export function activationValues(name: ActivationName, xs: readonly number[]): ActivationValues {
  const {value, slope} = activationOf(name);
  return {f: xs.map(value), slope: xs.map(slope)};
}
