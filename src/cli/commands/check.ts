import {counted} from '../../report/number.js';
import {styleFor} from '../../report/style.js';
import {EXIT, type ExitCode} from '../exit-codes.js';
import {preparedOrTold} from '../prepared.js';

/** Validates files, their data and shapes; tells all problems. */
export function check(files: readonly string[], options: {set?: readonly string[]}): ExitCode {
  const style = styleFor(process.stdout);
  let code: ExitCode = EXIT.fine;
  for (const file of files) {
    const prepared = preparedOrTold(file, options.set);
    if (prepared) process.stdout.write(`${style.green('fine')} ${file}: ${counted(prepared.trials.length, 'trial')}\n`);
    else code = EXIT.badInput;
  }
  return code;
}
