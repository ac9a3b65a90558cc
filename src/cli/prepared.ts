import type {Checked} from '../document/problem.js';
import {prepareExperiment} from '../files/prepare-file.js';
import type {PreparedExperiment} from '../plan/prepare.js';
import {problemsText, warningsText} from '../presentation/problems-text.js';
import type {Ci} from './ci.js';
import {errScreen, writeErr} from './streams.js';

/** An experiment that is ready, or undefined after its problems have been told. */
export async function preparedOrTold(
  file: string,
  overrides?: readonly string[],
  ci?: Ci,
): Promise<PreparedExperiment | undefined> {
  const prepared = valueOrTold(await prepareExperiment(file, overrides ?? []), ci);
  if (prepared) tellWarnings(prepared, ci);
  return prepared;
}

/** Tells what is odd about an experiment that can be trained all the same. */
export function tellWarnings({warnings}: PreparedExperiment, ci: Ci | undefined): void {
  writeErr(warningsText(warnings, errScreen()));
  ci?.warnings(warnings);
}

/** A value, or undefined after the problems in its way have been told. */
export function valueOrTold<T>(checked: Checked<T>, ci: Ci | undefined): T | undefined {
  if (checked.ok) return checked.value;
  writeErr(problemsText(checked, errScreen()));
  ci?.problems(checked.problems);
  return undefined;
}
