import {dataText} from '../../presentation/data-text.js';
import {styleFor} from '../../presentation/style.js';
import {EXIT, type ExitCode} from '../exit-codes.js';
import {preparedOrTold} from '../prepared.js';

/** Shows the data sets of an experiment as its models will see them. */
export async function data(file: string, options: {set?: readonly string[]}): Promise<ExitCode> {
  const prepared = await preparedOrTold(file, options.set);
  if (!prepared) return EXIT.badInput;
  process.stdout.write(dataText(prepared, styleFor(process.stdout)));
  return EXIT.fine;
}
