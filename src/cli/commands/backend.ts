import {backends} from '../../engine/backends/index.js';
import {installNative} from '../../engine/backends/install/install.js';
import {InstallError} from '../../engine/backends/install/install-error.js';
import {probe} from '../../engine/backends/probe.js';
import {backendsText} from '../../presentation/backends-text.js';
import {installProgress} from '../../presentation/install-progress.js';
import {EXIT, type ExitCode, InputError} from '../exit-codes.js';
import {outScreen, writeText} from '../streams.js';

/** Tries every backend and shows what came of it. */
export async function showBackends(): Promise<ExitCode> {
  const tried = await Promise.all(
    Object.values(backends).map(async backend => {
      const status = backend.status();
      return {backend, status, answer: status.works ? await probe(backend.name) : undefined};
    }),
  );
  writeText(backendsText(tried, outScreen()));
  return EXIT.fine;
}

/** Builds the native backend, or finds it built. */
export async function installBackend({from}: {from?: string}): Promise<ExitCode> {
  const progress = installProgress(process.stderr);
  try {
    const {installation, built} = await installNative(from, progress.onStage);
    progress.end();
    const {tfjsNode, tensorflow, origin} = installation;
    writeText(
      `native ${built ? 'works' : 'was built before'}: tfjs-node ${tfjsNode} with TensorFlow ${tensorflow} (${origin})\n`,
    );
    return EXIT.fine;
  } catch (error) {
    progress.end();
    if (error instanceof InstallError) throw new InputError(error.message, error.remedy);
    throw error;
  }
}
