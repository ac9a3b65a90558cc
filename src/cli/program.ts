import {Command, CommanderError} from 'commander';
import {fileErrorText, isFileError} from '../disk/file-error.js';
import {tfsweepVersion} from '../engine/versions.js';
import {printable} from '../presentation/printable.js';
import {styleFor} from '../presentation/style.js';
import {WorkersCannotStartError} from '../run/executor/workers-cannot-start-error.js';
import {QueueError} from '../run/queue/queue-error.js';
import {NewerFormatError} from '../run/records/record-format.js';
import {EXIT, type ExitCode, InputError} from './exit-codes.js';
import {helpItem} from './help-item.js';
import {count, inputFailure, positiveInteger, repeatable, shardOf} from './options.js';
import {named, outputFile} from './output-file.js';
import {watchStreams, writeErr, writeText} from './streams.js';

// Each command loads its own code: help and checks answer before TensorFlow.js could even be read.
const program = new Command('tfsweep')
  .description('A YAML file says what to train on a time series; tfsweep trains it and answers with tables.')
  .version(tfsweepVersion())
  .showHelpAfterError('(tfsweep --help shows the commands)')
  .configureOutput({writeOut: writeText, writeErr})
  .configureHelp({formatItem: helpItem})
  .exitOverride();

const set = [
  '--set <key=value>',
  'lay a value over the file, such as training.epochs=5; repeatable',
  repeatable,
] as const;
const engine = [
  '--engine <name>',
  'auto, compiled (a WebAssembly program), graph or xla (of TensorFlow, on native), or eager (kernel by kernel)',
  'auto',
] as const;
const ci = [
  '--ci',
  'tell GitHub: annotations, and a summary of the step; by itself where GITHUB_ACTIONS is set',
] as const;
const noCi = ['--no-ci', 'never do so'] as const;
const junit = [
  '--junit <file>',
  'write the outcome as JUnit XML, too',
  outputFile('XML', /^\s*<(?:\?xml|testsuite)/),
] as const;
const out = ['--out <dir>', 'the folder of all results', named, 'results'] as const;

program
  .command('init')
  .description('write a first experiment that runs as it is; for a file of data, where one is named')
  .argument('[file]', 'a CSV, JSON or Parquet file')
  .option('--name <name>', "the experiment's name, and that of its file")
  .option('--set <key=value>', 'decide what the file does not show, such as data.decimal=.; repeatable', repeatable)
  .action(async (file, options) => finish(await (await import('./commands/init.js')).init(file, options)));

program
  .command('check')
  .description('validate experiment files, their data and shapes; train nothing')
  .argument('<file...>', 'experiment files')
  .option(...set)
  .option(...ci)
  .option(...noCi)
  .option(...junit)
  .action(async (files, options) => finish(await (await import('./commands/check.js')).check(files, options)));

program
  .command('plan')
  .description('list what would be trained: combinations, windows, layers, weights, steps')
  .argument('<file>', 'an experiment file')
  .option(...set)
  .option('--backend <name>', 'wasm, native, cpu or auto; without it what the file says')
  .option(...engine)
  .option('--limit <n>', 'list so many combinations; without it 200', count)
  .option(
    '--graph <trial>',
    'show what a trial computes, as recorded and as compiled: its number in the plan, or its id',
  )
  .action(async (file, options) => finish(await (await import('./commands/plan.js')).plan(file, options)));

program
  .command('data')
  .description('show the data as the model will see it: columns, standardization, splits, first windows')
  .argument('<file>', 'an experiment file; or a CSV, JSON or Parquet file')
  .option(...set)
  .option('--json', 'print the numbers as one JSON document')
  .option(
    '--plot [file]',
    'draw it: in the terminal, or into FILE.svg, FILE.png or FILE.html; candles where there are open, high, low and close',
  )
  .action(async (file, options) => finish(await (await import('./commands/data.js')).data(file, options)));

program
  .command('activations')
  .description("f, f' and where each activation saturates")
  .argument('[name...]', 'activations; without any all of them')
  .option('--plot [file]', "draw f and f' side by side: in the terminal, or into FILE.svg, FILE.png or FILE.html")
  .option('--json', 'print the numbers as one JSON document')
  .action(async (names, options) =>
    finish(await (await import('./commands/activations.js')).activations(names, options)),
  );

program
  .command('run')
  .description('train what is not yet trained; print the results and the comparison')
  .argument('<file>', 'an experiment file')
  .option(...set)
  .option('--backend <name>', 'wasm, native, cpu or auto; without it what the file says')
  .option(...engine)
  .option('--workers <n>', 'processes that train at the same time; without it one per core', positiveInteger)
  .option(...out)
  .option('--shard <i/n>', 'train only every n-th trial, beginning with the i-th', shardOf)
  .option(
    '--queue [url]',
    'have it trained by tfsweep worker on any number of machines: redis://HOST:PORT, or without a URL that of TFSWEEP_QUEUE',
  )
  .option('--again', 'train once more what is there, too; a number that is not the same, bit for bit, is an error')
  .option('--json', 'print one JSON document and nothing else on stdout')
  .option(...ci)
  .option(...noCi)
  .option(...junit)
  .action(async (file, options) => finish(await (await import('./commands/run.js')).run(file, options)));

program
  .command('table')
  .description('print the results of a run again')
  .argument(
    '<run>',
    "a run folder, an experiment's file (its run as it is now) or name (its newest run), a run id, or one of them at a git revision: main:NAME",
  )
  .option('--by <parameters>', 'one row per value of these parameters (separated by commas), averaged over the others')
  .option('--metric <names>', 'what to show; the first one decides which row is best; repeatable', repeatable)
  .option('--filter <condition>', "only what fulfils it, such as 'window>10' or 'seed=42'; repeatable", repeatable)
  .option('--sort <name>', 'order of the rows: a metric (best first) or a parameter')
  .option('--top <n>', 'only the first rows; the best ones unless --sort says otherwise', count)
  .option('--pivot <down,across>', 'the first metric, with the values of two parameters down and across')
  .option('--trials', 'one row per trial instead of means')
  .option('--all', 'also the parameters that are the same in all rows')
  .option('--format <name>', 'text, md, csv or json', 'text')
  .option(...out)
  .option(...ci)
  .option(...noCi)
  .action(async (run, options) => finish(await (await import('./commands/table.js')).table(run, options)));

program
  .command('diff')
  .description('what changed from one run to another, and whether it is more than seed noise')
  .argument(
    '<old>',
    "a run folder, an experiment's file or name, a run id, or one of them at a git revision: main:NAME",
  )
  .argument('<new>', 'the same')
  .option('--metric <names>', 'what to compare; repeatable', repeatable)
  .option(
    '--tolerance <limit>',
    "how far a metric may be off instead of by seed noise: test_rmse=0.5, test_rmse=1%, 'test_rmse=0.5|1%' (either), or 1% for all; repeatable",
    repeatable,
  )
  .option('--format <name>', 'text, md or json', 'text')
  .option(...out)
  .option(...ci)
  .option(...noCi)
  .action(async (old, now, options) => finish(await (await import('./commands/diff.js')).diff(old, now, options)));

program
  .command('verify')
  .description('train runs again and check that the numbers come back: the same bits where they are promised')
  .argument(
    '<run...>',
    "run folders, experiments' files or names, run ids, or one of them at a git revision: main:NAME",
  )
  .option('--sample <n>', 'only so many trials of each run, always the same ones', count)
  .option('--backend <name>', 'wasm, native, cpu or auto; without it what the run was made by')
  .option('--engine <name>', 'auto, compiled, graph, xla or eager; without it what the run was made by')
  .option('--workers <n>', 'processes that train at the same time; without it one per core', positiveInteger)
  .option('--format <name>', 'text, md or json', 'text')
  .option(...out)
  .option(...ci)
  .option(...noCi)
  .option(...junit)
  .action(async (runs, options) => finish(await (await import('./commands/verify.js')).verify(runs, options)));

program
  .command('report')
  .description('write one HTML file about runs: tables, curves, comparisons, forecasts; it needs no network')
  .argument(
    '<run...>',
    "run folders, experiments' files or names, run ids, or one of them at a git revision: main:NAME",
  )
  .option(
    '--file <file>',
    'where to write it; without it report.html in the run folder, or here for several runs',
    outputFile('HTML', /^\s*<!doctype html/i),
  )
  .option('--open', 'show it in the browser')
  .option('--tensorboard <dir>', 'write event files for TensorBoard, too: a folder for each trial', named)
  .option(...out)
  .action(async (runs, options) => finish(await (await import('./commands/report.js')).report(runs, options)));

program
  .command('list')
  .alias('runs')
  .description(
    'list the runs that are there: name and id, file, age, trials, the best, and whether the file has changed since',
  )
  .option(...out)
  .option('--json', 'print one JSON document')
  .action(async options => finish(await (await import('./commands/list.js')).list(options)));

program
  .command('clean')
  .description('remove runs that no experiment file stands for any more, after asking')
  .option('--yes', 'do not ask')
  .option(...out)
  .action(async options => finish(await (await import('./commands/clean.js')).clean(options)));

program
  .command('merge')
  .description('put parts of one run together that several machines have trained with --shard; tell the answer')
  .argument('<run...>', 'their run folders; what is in the folder of results already takes part')
  .option(...out)
  .option('--json', 'print one JSON document and nothing else on stdout')
  .option(...ci)
  .option(...noCi)
  .option(...junit)
  .action(async (runs, options) => finish(await (await import('./commands/merge.js')).merge(runs, options)));

program
  .command('worker')
  .description('train what runs put into a queue, on this machine; Ctrl-C ends it')
  .option('--queue [url]', 'redis://HOST:PORT; without a URL that of TFSWEEP_QUEUE')
  .option('--workers <n>', 'processes that train at the same time; without it one per core', positiveInteger)
  .option('--backend <name>', 'wasm, native or cpu: of runs on another one it trains nothing', 'wasm')
  .option('--cache <gib>', 'what data sets may take on the disk of this machine', count, 2)
  .action(async options => finish(await (await import('./commands/worker.js')).worker(options)));

program
  .command('queue')
  .description('show what waits in a queue, what is trained, what failed, and who is there')
  .argument('[url]', 'redis://HOST:PORT; without it that of TFSWEEP_QUEUE')
  .option('--json', 'print one JSON document')
  .action(async (url, options) => finish(await (await import('./commands/queue.js')).queue(url, options)));

const backend = program.command('backend').description('show which backends work here').argument('[action]');
backend.action(async (action?: string) => {
  if (action !== undefined)
    throw new InputError(`there is no 'backend ${action}'`, 'tfsweep backend, or tfsweep backend install');
  finish(await (await import('./commands/backend.js')).showBackends());
});
backend
  .command('install')
  .description("build the native backend: TensorFlow's own library through tfjs-node")
  .option(
    '--from <dir>',
    'a folder that holds libtensorflow, such as site-packages/tensorflow; without it pip downloads it',
  )
  .action(async options => finish(await (await import('./commands/backend.js')).installBackend(options)));

function finish(code: ExitCode): void {
  process.exitCode = code;
}

/** Tells of a fault of tfsweep's own. */
function broke(error: unknown): never {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  writeErr(`tfsweep broke; please report this:\n${printable(what)}\n`);
  // What broke may have left something behind that never ends.
  process.exit(EXIT.broken);
}

watchStreams();

// The Parquet reader reads columns side by side: when several are damaged, the first one is told, the others are the same fault.
process.on('unhandledRejection', error => {
  if (!(error instanceof Error) || !/[\\/]hyparquet[\\/]/.test(error.stack ?? '')) broke(error);
});
process.on('uncaughtException', broke);

try {
  if (process.argv.length <= 2) program.outputHelp();
  else await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) finish(error.exitCode === 0 ? EXIT.fine : EXIT.badInput);
  else if (error instanceof InputError) finish(inputFailure(error, styleFor(process.stderr)));
  else if (error instanceof NewerFormatError)
    finish(inputFailure(new InputError(error.message, 'update tfsweep to read it'), styleFor(process.stderr)));
  else if (error instanceof QueueError)
    finish(inputFailure(new InputError(error.message, error.hint), styleFor(process.stderr)));
  // What Redis refuses, such as a user without permissions, whatever it was asked.
  else if (error instanceof Error && error.name === 'ReplyError')
    finish(inputFailure(new InputError(`the queue refused: ${error.message}`), styleFor(process.stderr)));
  else if (error instanceof WorkersCannotStartError)
    finish(
      inputFailure(
        new InputError(error.message, 'what has finished is saved; where memory is short, fewer --workers may do'),
        styleFor(process.stderr),
      ),
    );
  else if (isFileError(error)) finish(inputFailure(new InputError(fileErrorText(error)), styleFor(process.stderr)));
  else broke(error);
}
