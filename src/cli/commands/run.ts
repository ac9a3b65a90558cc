import type {PreparedExperiment} from '../../plan/prepare.js';
import {progressReporter} from '../../presentation/progress.js';
import {styleFor} from '../../presentation/style.js';
import {runExperiment} from '../../run/run-experiment.js';
import type {RunOptions} from '../../run/run-options.js';
import {toolchainOrTold} from '../chosen-toolchain.js';
import {type Ci, ciFor} from '../ci.js';
import {EXIT, type ExitCode, InputError} from '../exit-codes.js';
import {interruptionSignal} from '../interruption.js';
import type {Shard} from '../options.js';
import {preparedOrTold} from '../prepared.js';
import {writing} from '../writing.js';

export interface RunCommandOptions {
  readonly set?: readonly string[];
  readonly backend?: string;
  readonly engine: string;
  readonly workers?: number;
  readonly out: string;
  readonly shard?: Shard;
  readonly queue?: string | true;
  readonly again?: true;
  readonly json?: true;
  readonly ci?: boolean;
  readonly junit?: string;
}

/** Trains what is not yet trained, writes the run folder, prints the table and the comparison. */
export async function run(file: string, options: RunCommandOptions): Promise<ExitCode> {
  const ci = ciFor(options.ci);
  const prepared = await preparedOrTold(file, options.set, ci);
  if (!prepared) return EXIT.badInput;
  if (prepared.search && options.shard)
    throw new InputError(
      "a search decides by all of its results: it can't be trained in shards",
      'leave --shard out, or a strategy such as random',
    );
  if (options.queue !== undefined) refuseBesideQueue(options);
  const toolchain = toolchainOrTold(prepared, options, ci);
  if (!toolchain) return EXIT.badInput;
  if (options.engine !== 'auto') await (await import('../refuse-eager.js')).refuseEager(prepared, toolchain.engines);
  const {shard} = options;
  const queue = options.queue === undefined ? undefined : await queueOf(options.queue, toolchain);
  const training: RunOptions = {
    ...toolchain,
    // Which threads train decides about bits: with a queue it is one, on every machine.
    ...(queue ? {queue, threads: 1} : {}),
    workers: options.workers,
    out: options.out,
    wants: shard && ((_, group) => group % shard.count === shard.index - 1),
    signal: interruptionSignal(),
  };
  try {
    return await trained(prepared, training, options, ci);
  } finally {
    if (queue) (await import('../opened-queue.js')).closeQueue(queue.connection);
  }
}

/** Trains, and tells the answer. */
async function trained(
  prepared: PreparedExperiment,
  training: RunOptions,
  options: RunCommandOptions,
  ci: Ci,
): Promise<ExitCode> {
  const watch = () => progressReporter(process.stderr, styleFor(process.stderr));
  const rest = watch();
  // Told before anything is written: where nothing can be, the answer isn't lost.
  const again = options.again
    ? await (await import('../train-again.js')).trainAgain(prepared, training, watch(), ci)
    : {repetition: undefined, isSame: true};
  if (!again) return EXIT.interrupted;
  const {repetition, isSame} = again;
  // What was trained again has said where it is.
  const running = writing(() =>
    runExperiment(prepared, training, event => (repetition && event.type === 'run-opened' ? undefined : rest(event))),
  );
  // What tells the answer is loaded while workers train.
  const [{tellAnswer}, result] = await Promise.all([import('../run-answer.js'), running]);
  try {
    const code = await tellAnswer(result, repetition, options, ci, index =>
      prepared.experiment.file.place(['expect', index]),
    );
    return isSame ? code : EXIT.no;
  } finally {
    result.folder.release();
  }
}

/** Throws InputError for options that a queue leaves nothing to. */
function refuseBesideQueue({workers, shard}: RunCommandOptions): void {
  if (workers !== undefined)
    throw new InputError('with --queue others train', 'tfsweep worker --queue URL --workers N says how many there are');
  if (shard) throw new InputError('--queue and --shard are two ways to the same: one of them is enough');
}

/** A queue that answers, and the bits that its workers must have. Throws QueueError. */
async function queueOf(
  url: string | true,
  {backend}: Pick<RunOptions, 'backend'>,
): Promise<NonNullable<RunOptions['queue']>> {
  const [{openedQueue}, {measuredBits}] = await Promise.all([
    import('../opened-queue.js'),
    import('../../run/queue/measured-bits.js'),
  ]);
  const connection = await openedQueue(url);
  return {connection, bits: await measuredBits(backend)};
}
