import {planText} from '../../report/plan-text.js';
import {styleFor} from '../../report/style.js';
import {EXIT, type ExitCode} from '../exit-codes.js';
import {backendOrTold, preparedOrTold} from '../prepared.js';

/** Lists what would be trained. */
export function plan(file: string, options: {set?: readonly string[]; backend?: string}): ExitCode {
  const prepared = preparedOrTold(file, options.set);
  if (!prepared) return EXIT.badInput;
  const choice = backendOrTold(prepared, options.backend);
  if (!choice) return EXIT.badInput;
  const {backend, reason} = choice;
  process.stdout.write(
    planText(prepared, reason === undefined ? backend : `${backend} (${reason})`, styleFor(process.stdout)),
  );
  return EXIT.fine;
}
