import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {problemsText} from '../../report/problems-text.js';
import {progressReporter} from '../../report/progress.js';
import {styleFor} from '../../report/style.js';
import {circumstancesText, verificationMarkdown, verificationText} from '../../report/verification-text.js';
import type {RunResults} from '../../results/run-results.js';
import {
  circumstances,
  repeatable,
  sampleOf,
  type Verification,
  verification,
} from '../../results/verify/verification.js';
import {meansOf} from '../../run/manifest.js';
import {type PreparedExperiment, prepareWritten} from '../../run/prepare.js';
import {retrain} from '../../run/retrain.js';
import {EXIT, type ExitCode} from '../exit-codes.js';
import {jsonText} from '../forms.js';
import {interruptionSignal} from '../interruption.js';
import {known} from '../options.js';
import {backendOrTold, engineOrThrow} from '../prepared.js';
import {runOrThrow} from '../runs.js';
import {writing} from '../writing.js';

export interface VerifyCommandOptions {
  readonly sample?: number;
  readonly backend?: string;
  readonly engine?: string;
  readonly workers?: number;
  readonly format: string;
  readonly out: string;
}

const FORMATS = ['text', 'md', 'json'] as const;
const MOST_ROWS = 50;

/** Trains runs again, in temporary folders, and tells whether the numbers come back. */
export async function verify(runs: readonly string[], options: VerifyCommandOptions): Promise<ExitCode> {
  const format = known('format', options.format, FORMATS);
  const found = runs.map(run => runOrThrow(run, options.out));
  const signal = interruptionSignal();
  const done: Verification[] = [];
  let code: ExitCode = EXIT.fine;
  for (const results of found) {
    const outcome = await verifyOrTell(results, options, signal);
    if (signal.aborted) {
      process.stderr.write('interrupted: nothing is kept of a verification\n');
      return EXIT.interrupted;
    }
    if (!outcome) {
      code = EXIT.badInput;
      continue;
    }
    done.push(outcome);
    if (!outcome.reproduced && code === EXIT.fine) code = EXIT.no;
    if (format === 'md') process.stdout.write(verificationMarkdown(outcome));
    if (format === 'text')
      process.stdout.write(
        verificationText(outcome, styleFor(process.stdout), {width: process.stdout.columns, rows: MOST_ROWS}),
      );
  }
  if (format === 'json') process.stdout.write(jsonText(done));
  return code;
}

/** Undefined after it has been told why the run can't be trained again. */
async function verifyOrTell(
  results: RunResults,
  options: VerifyCommandOptions,
  signal: AbortSignal,
): Promise<Verification | undefined> {
  const {manifest} = results;
  const prepared = preparedOrTold(results);
  if (!prepared) return undefined;
  // Another backend may not have the engine.
  const engineName = options.engine ?? (options.backend === undefined ? manifest.means.engine : 'auto');
  const choice = backendOrTold(prepared, options.backend ?? manifest.means.backend, engineName);
  if (!choice) return undefined;
  const engine = engineOrThrow(engineName, choice.backend);
  const now = circumstances(manifest, prepared, meansOf(choice.backend, choice.version, engine));
  const style = styleFor(process.stderr);
  for (const line of circumstancesText(now)) process.stderr.write(`${style.yellow(manifest.name)} ${line}\n`);
  const comparable = repeatable(results, prepared);
  const wanted = sampleOf(comparable, options.sample ?? comparable.length, manifest.run);
  const progress = progressReporter(process.stderr, style);
  const {records} = await writing(() =>
    retrain(
      prepared,
      new Set(wanted.map(({id}) => id)),
      {backend: choice.backend, backendVersion: choice.version, engine, workers: options.workers, signal},
      // The temporary folder is nobody's business.
      event => (event.type === 'run-opened' ? undefined : progress(event)),
    ),
  );
  return verification(results, now, comparable.length, wanted, records);
}

function preparedOrTold(results: RunResults): PreparedExperiment | undefined {
  const {written, overrides} = results.manifest.experiment;
  const prepared = prepareWritten({file: placeOfFile(results), text: written}, overrides);
  if (prepared.ok) return prepared.value;
  process.stderr.write(problemsText(prepared.problems, styleFor(process.stderr)));
  return undefined;
}

/** Where the experiment's file is, or was: as seen from here, or from beside the folder of results. */
function placeOfFile({place, manifest}: RunResults): string {
  const {file} = manifest.experiment;
  const beside = join(place.folder, '..', '..', '..', file);
  return !existsSync(file) && existsSync(beside) ? beside : file;
}
