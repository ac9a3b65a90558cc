import {availableParallelism} from 'node:os';
import {join} from 'node:path';
import type {Dataset} from '../../data/dataset.js';
import {didYouMean} from '../../document/did-you-mean.js';
import {backends} from '../../engine/backends/index.js';
import {cacheFolder} from '../../engine/backends/install/installation.js';
import {enginesOf} from '../../engine/choose/choose-engine.js';
import {tfsweepVersion} from '../../engine/versions.js';
import {BACKENDS} from '../../experiment/experiment-file.js';
import {styleFor} from '../../presentation/style.js';
import {workerReporter} from '../../presentation/worker-text.js';
import {WorkerPool} from '../../run/executor/worker-pool.js';
import {KnownParcels} from '../../run/queue/known-parcels.js';
import {measuredBits} from '../../run/queue/measured-bits.js';
import {ParcelCache} from '../../run/queue/parcels/parcel-cache.js';
import {shownAddress} from '../../run/queue/queue-address.js';
import {QueueWorker} from '../../run/queue/queue-worker.js';
import {EXIT, type ExitCode, InputError} from '../exit-codes.js';
import {interruptionSignal} from '../interruption.js';
import {closeQueue, openedQueue} from '../opened-queue.js';

export interface WorkerCommandOptions {
  readonly queue?: string | true;
  readonly workers?: number;
  readonly backend: string;
  /** GiB. */
  readonly cache: number;
}

const GIBIBYTE = 2 ** 30;

/** Trains groups of trials that `run --queue` puts into a queue, until it is interrupted. */
export async function worker(options: WorkerCommandOptions): Promise<ExitCode> {
  const backend = BACKENDS.find(name => name === options.backend);
  if (!backend) throw new InputError(`there is no backend '${options.backend}'`, didYouMean(options.backend, BACKENDS));
  const status = backends[backend].status();
  if (!status.works) throw new InputError(`the ${backend} backend can't be used: ${status.reason}`, status.remedy);
  const connection = await openedQueue(options.queue);
  const signal = interruptionSignal();
  try {
    const toolchain = {
      tfsweep: tfsweepVersion(),
      backend,
      backendVersion: status.version,
      bits: await measuredBits(backend),
    };
    const slots = options.workers ?? availableParallelism();
    // What most runs ask for; others are loaded at their first use.
    const engines = enginesOf(backend).slice(0, 1);
    const cache = new ParcelCache(connection.redis, join(cacheFolder(), 'queue'), options.cache * GIBIBYTE);
    const datasets = new Map<string, Dataset>();
    const executor = new WorkerPool({backend, engines, workers: slots, threads: 1, datasets, triesAgain: false});
    await executor.warmUp();
    await new QueueWorker({
      connection,
      toolchain,
      slots,
      executor,
      parcels: new KnownParcels(cache, datasets),
      emit: workerReporter(process.stderr, styleFor(process.stderr), shownAddress(connection.address)),
    }).run(signal);
  } finally {
    closeQueue(connection);
  }
  return EXIT.fine;
}
