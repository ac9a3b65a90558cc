import {bad, type Checked, type Source} from '../../document/problem.js';
import {parseYaml} from '../../document/yaml-file.js';
import {experimentOf} from '../../experiment/load-experiment.js';
import {prepareWritten} from '../../files/prepare-file.js';
import type {PreparedExperiment} from '../../plan/prepare.js';
import {verifySuite} from '../../presentation/ci/verify-suite.js';
import {jsonText} from '../../presentation/json-text.js';
import {progressReporter} from '../../presentation/progress.js';
import {styleFor} from '../../presentation/style.js';
import {trialText} from '../../presentation/trial-text.js';
import {
  circumstancesText,
  differenceText,
  outcomeText,
  verificationMarkdown,
  verificationText,
} from '../../presentation/verification-text.js';
import {placeOfFile} from '../../results/place-of-file.js';
import type {RunResults} from '../../results/run-results.js';
import {
  circumstances,
  repeatable,
  sampleOf,
  type Verification,
  verification,
} from '../../results/verify/verification.js';
import type {ChosenToolchain} from '../../run/choose-toolchain.js';
import type {Toolchain} from '../../run/records/manifest.js';
import {retrain} from '../../run/retrain.js';
import {toolchainOf} from '../../run/run-identity.js';
import type {RunOptions} from '../../run/run-options.js';
import {toolchainOrTold} from '../chosen-toolchain.js';
import {type Ci, ciFor, writeJunit} from '../ci.js';
import {EXIT, type ExitCode} from '../exit-codes.js';
import {interruptionSignal} from '../interruption.js';
import {known} from '../options.js';
import {valueOrTold} from '../prepared.js';
import {runsOrThrow} from '../runs.js';
import {outScreen, writeErr, writeOut, writeText} from '../streams.js';
import {writing} from '../writing.js';

export interface VerifyCommandOptions {
  readonly sample?: number;
  readonly backend?: string;
  readonly engine?: string;
  readonly workers?: number;
  readonly format: string;
  readonly ci?: boolean;
  readonly junit?: string;
  readonly out: string;
}

const FORMATS = ['text', 'md', 'json'] as const;
const MOST_ROWS = 50;

/** Trains runs again, in temporary folders, and tells whether the numbers come back. */
export async function verify(runs: readonly string[], options: VerifyCommandOptions): Promise<ExitCode> {
  const format = known('format', options.format, FORMATS);
  const found = await runsOrThrow(runs, options.out);
  const signal = interruptionSignal();
  const ci = ciFor(options.ci);
  const done: Verification[] = [];
  let code: ExitCode = EXIT.fine;
  for (const results of found) {
    const outcome = await verifyOrTell(results, options, signal, ci);
    if (signal.aborted) {
      writeErr('interrupted: nothing is kept of a verification\n');
      return EXIT.interrupted;
    }
    if (!outcome) {
      code = EXIT.badInput;
      continue;
    }
    done.push(outcome);
    if (!outcome.reproduced && code === EXIT.fine) code = EXIT.no;
    tellCi(outcome, ci);
    if (format === 'md') writeOut(verificationMarkdown(outcome));
    if (format === 'text')
      writeText(verificationText(outcome, outScreen().style, {width: outScreen().width, rows: MOST_ROWS}));
  }
  if (format === 'json') writeOut(jsonText(done));
  writeJunit(options.junit, done.map(verifySuite));
  return code;
}

function tellCi(outcome: Verification, ci: Ci): void {
  ci.summarize(() => verificationMarkdown(outcome));
  if (outcome.reproduced) return;
  const first = outcome.trials.find(({difference}) => difference);
  const where = first?.difference ? `\n${trialText(first)}: ${differenceText(first.difference)}` : '';
  ci.annotate({level: 'error', title: outcome.name, message: `not reproduced: ${outcomeText(outcome)}${where}`});
}

/** Undefined after it has been told why the run can't be trained again. */
async function verifyOrTell(
  results: RunResults,
  options: VerifyCommandOptions,
  signal: AbortSignal,
  ci: Ci,
): Promise<Verification | undefined> {
  const {manifest} = results;
  const prepared = valueOrTold(await preparedAgain(results), ci);
  if (!prepared) return undefined;
  for (const {parameters} of manifest.experiment.resolved) prepared.search?.addKnown(parameters);
  const toolchain = toolchainAgain(manifest.toolchain, prepared, options, ci);
  if (!toolchain) return undefined;
  const {backend, backendVersion, engines, threads} = toolchain;
  const now = circumstances(manifest, prepared, toolchainOf(backend, backendVersion, engines, threads ?? 1));
  const style = styleFor(process.stderr);
  for (const line of circumstancesText(now, manifest.experiment.file))
    writeErr(`${style.yellow(manifest.name)} ${line}\n`);
  const comparable = repeatable(results, prepared);
  const wanted = sampleOf(comparable, options.sample ?? comparable.length, manifest.run);
  const progress = progressReporter(process.stderr, style);
  const records = await writing(() =>
    retrain(
      prepared,
      new Set(wanted.map(({id}) => id)),
      {...toolchain, workers: options.workers, signal},
      // The temporary folder is nobody's business.
      event => (event.type === 'run-opened' ? undefined : progress(event)),
    ),
  );
  return verification(results, now, comparable.length, wanted, records);
}

/** What a run was made by, unless something else is asked for. */
function toolchainAgain(
  {backend, engine, engines, threads}: Toolchain,
  prepared: PreparedExperiment,
  options: VerifyCommandOptions,
  ci: Ci,
): (ChosenToolchain & Pick<RunOptions, 'threads'>) | undefined {
  if (options.engine !== undefined || options.backend !== undefined)
    return toolchainOrTold(prepared, {backend: options.backend ?? backend, engine: options.engine ?? 'auto'}, ci);
  const toolchain = toolchainOrTold(prepared, {backend, engine: engine === 'mixed' ? 'auto' : engine}, ci);
  // What was recorded counts where it fits; a hand may have changed it.
  const own = engines?.length === prepared.combinations.length ? engines : toolchain?.engines;
  return toolchain && own && {...toolchain, engines: own, threads: threads ?? 1};
}

/** What says that a file is not there, or that memory is short, tells nothing that stands in a file. */
const TELLS_NOTHING_OF_DATA = /^(there is no file|the npm package|the package) '|^a training would take at least /;

/**
 * The same without what stands in files of data: a run may be somebody else's, and name any file. Columns and values may be
 * told in any message and hint, so that only those of the experiment itself stay.
 */
function withoutContents<Of>(checked: Checked<Of>, written: Source, overrides: readonly string[]): Checked<Of> {
  if (checked.ok) return checked;
  const yaml = parseYaml(written, overrides);
  if (!yaml.ok) return checked;
  const own = experimentOf(yaml.value);
  if (!own.ok) return own;
  return bad(
    checked.problems.map(problem => {
      if (TELLS_NOTHING_OF_DATA.test(problem.message)) return problem;
      const place = {...problem.place, source: {file: problem.place.source.file, text: ''}};
      return {
        message: 'the data is not what this run was trained on',
        place,
        hint: 'tfsweep data FILE shows what it is',
      };
    }),
  );
}

async function preparedAgain(results: RunResults): Promise<Checked<PreparedExperiment>> {
  const {written, overrides} = results.manifest.experiment;
  const source = {file: placeOfFile(results), text: written};
  return withoutContents(await prepareWritten(source, overrides), source, overrides);
}
