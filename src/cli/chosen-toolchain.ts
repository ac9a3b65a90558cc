import {bad, hintOf} from '../document/problem.js';
import type {PreparedExperiment} from '../plan/prepare.js';
import {type ChosenToolchain, chooseToolchain} from '../run/choose-toolchain.js';
import type {Ci} from './ci.js';
import {InputError} from './exit-codes.js';
import {valueOrTold} from './prepared.js';

/**
 * The backend to use, the option's or else the file's, and the engines on it; undefined after it has been told why the file's
 * can't be used. Throws InputError.
 */
export function toolchainOrTold(
  prepared: PreparedExperiment,
  options: {readonly backend?: string | undefined; readonly engine: string},
  ci?: Ci,
): ChosenToolchain | undefined {
  const chosen = chooseToolchain(prepared, options);
  if (!('message' in chosen)) return chosen;
  const {of, message, hint} = chosen;
  if (of === 'caller') throw new InputError(message, hint);
  return valueOrTold<never>(bad([{message, place: prepared.experiment.file.place(['backend']), ...hintOf(hint)}]), ci);
}
