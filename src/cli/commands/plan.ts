import {planText} from '../../report/plan-text.js';
import {styleFor} from '../../report/style.js';
import {EXIT, type ExitCode} from '../exit-codes.js';
import {preparedOrTold, usableBackend} from '../prepared.js';

/** Lists what would be trained. */
export function plan(file: string, options: {set?: readonly string[]; backend?: string}): ExitCode {
  const prepared = preparedOrTold(file, options.set);
  if (!prepared) return EXIT.badInput;
  const {backend, reason} = usableBackend(prepared, options.backend);
  process.stdout.write(
    planText(prepared, reason === undefined ? backend : `${backend} (${reason})`, styleFor(process.stdout)),
  );
  return EXIT.fine;
}
