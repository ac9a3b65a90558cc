import {existsSync, writeFileSync} from 'node:fs';
import {firstExperiment} from '../../experiment/first-experiment.js';
import {experimentForFile, FALLBACK_NAME, type WrittenExperiment} from '../../files/first-experiment-file.js';
import {prepareWritten} from '../../files/prepare-file.js';
import {schemaLine} from '../../files/schema-line.js';
import {counted} from '../../presentation/number.js';
import {styleFor} from '../../presentation/style.js';
import {EXIT, type ExitCode, InputError} from '../exit-codes.js';
import {tellWarnings, valueOrTold} from '../prepared.js';
import {writeText} from '../streams.js';

export interface InitCommandOptions {
  readonly name?: string;
  readonly set?: readonly string[];
}

/** Writes a first experiment into this folder, for a file of data where one is named. It never overwrites. */
export async function init(file: string | undefined, options: InitCommandOptions): Promise<ExitCode> {
  if (options.name !== undefined && !/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(options.name))
    throw new InputError(`'${options.name}' is not a valid name`, 'letters, digits, dot, dash and underscore');
  if (file !== undefined && !existsSync(file)) throw new InputError(`there is no file '${file}'`);
  if (file !== undefined && /\.ya?ml$/i.test(file))
    throw new InputError(`'${file}' is an experiment already`, `tfsweep run ${file}`);
  const written = await writtenFor(file, options);
  if (!written) return EXIT.badInput;
  const target = `${written.name}.yaml`;
  if (existsSync(target)) throw new InputError(`${target} is there already`, 'another name: --name NAME');
  const text = schemaLine('.') + written.text;
  const prepared = valueOrTold(await prepareWritten({file: target, text}, []), undefined);
  if (!prepared) return EXIT.badInput;
  writeNew(target, text);
  tellWarnings(prepared, undefined);
  const style = styleFor(process.stdout);
  const isNamed = file === undefined || options.name !== undefined || written.name !== FALLBACK_NAME;
  const naming = isNamed ? '' : `a name has letters a to z, digits, dots and dashes: --name NAME gives another one\n`;
  writeText(
    `${style.green('wrote')} ${target}: ${counted(prepared.trials.length, 'trial')}\nnext: ${COMMAND} data ${target}, ${COMMAND} run ${target}\n${naming}`,
  );
  return EXIT.fine;
}

/** How the user calls the program: by npx, where it is no command of the shell. */
const COMMAND = process.env.npm_command === 'exec' ? 'npx tfsweep' : 'tfsweep';

/** Writes a file that is not there. Throws InputError. */
function writeNew(file: string, text: string): void {
  try {
    writeFileSync(file, text, {flag: 'wx'});
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new InputError(`${file} is there already`, 'another name: --name NAME');
    throw error;
  }
}

async function writtenFor(
  file: string | undefined,
  {name, set = []}: InitCommandOptions,
): Promise<Pick<WrittenExperiment, 'name' | 'text'> | undefined> {
  if (file === undefined) {
    const own = name ?? FALLBACK_NAME;
    return {name: own, text: firstExperiment(own)};
  }
  return valueOrTold(await experimentForFile(file, '.', set, name), undefined);
}
