import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import {makeFolder} from '../../../disk/make-folder.js';
import {isAlive} from '../../../disk/process-alive.js';
import {probe} from '../probe.js';
import {lastLines, runCommand} from './command.js';
import {InstallError} from './install-error.js';
import {
  bindingFile,
  cacheFolder,
  currentFile,
  type Installation,
  readInstallation,
  TFJS_NODE_VERSION,
  tfjsNodeFolder,
} from './installation.js';
import {fetchLibTensorFlow, type LibTensorFlow, namedLibTensorFlow, unsupportedPlatform} from './libtensorflow.js';

/** What `backend install` is at. */
export type InstallStage = 'library' | 'packages' | 'compile' | 'check';
export type OnStage = (stage: InstallStage, bytes?: number) => void;

/** The wheel, its libraries and headers, tfjs-node's packages; measured 1.6 GB for 2.21.0. */
const NEEDED_BYTES = 2e9;

/** Builds tfjs-node against libtensorflow, or takes the build that is in the cache already. Errors: InstallError. */
export async function installNative(
  from: string | undefined,
  onStage: OnStage,
): Promise<{installation: Installation; built: boolean}> {
  const unsupported = unsupportedPlatform();
  if (unsupported) throw new InstallError(unsupported, 'the wasm backend needs nothing installed');
  const named = from === undefined ? undefined : namedLibTensorFlow(from);
  removeLeftovers();
  checkDisk();
  onStage('library');
  const library = named ?? (await fetchLibTensorFlow(bytes => onStage('library', bytes)));
  const folder = join(
    cacheFolder(),
    'native',
    `tfjs-node-${TFJS_NODE_VERSION}-${library.key}-${process.platform}-${process.arch}`,
  );
  const ready = readInstallation(join(folder, 'build.json'));
  const installation = ready ?? (await build(library, folder, onStage));
  writeFileAtomic.sync(currentFile(), JSON.stringify(installation, undefined, 2));
  return {installation, built: ready === undefined};
}

/** Work folders of installs that were ended in the middle; their names end with the process. */
function removeLeftovers(): void {
  for (const part of ['libtensorflow', 'native']) {
    const folder = join(cacheFolder(), part);
    if (!existsSync(folder)) continue;
    for (const entry of readdirSync(folder)) {
      const pid = /\.(\d{2,})$/.exec(entry)?.[1];
      if (pid !== undefined && statSync(join(folder, entry)).isDirectory() && !isAlive(Number(pid)))
        rmSync(join(folder, entry), {recursive: true, force: true});
    }
  }
}

function checkDisk(): void {
  makeFolder(cacheFolder());
  // What is there already needs no more room.
  if (existsSync(join(cacheFolder(), 'libtensorflow')) && readdirSync(join(cacheFolder(), 'libtensorflow')).length > 0)
    return;
  const {bavail, bsize} = statfsSync(cacheFolder());
  if (bavail * bsize >= NEEDED_BYTES) return;
  const free = (bavail * bsize) / 1e9;
  throw new InstallError(
    `${cacheFolder()} has ${free.toFixed(1)} GB free; building needs ${NEEDED_BYTES / 1e9} GB`,
    'make room, or name another cache folder in the environment variable TFSWEEP_CACHE',
  );
}

async function build(library: LibTensorFlow, folder: string, onStage: OnStage): Promise<Installation> {
  const work = `${folder}.${process.pid}`;
  makeFolder(work);
  try {
    onStage('packages');
    await installPackages(work);
    linkLibrary(library, work);
    onStage('compile');
    await compile(library, work);
    rmSync(folder, {recursive: true, force: true});
    renameSync(work, folder);
  } finally {
    rmSync(work, {recursive: true, force: true});
  }
  onStage('check');
  const before = existsSync(currentFile()) ? readFileSync(currentFile()) : undefined;
  const unchecked: Installation = {folder, tfjsNode: TFJS_NODE_VERSION, tensorflow: 'unknown', origin: library.origin};
  writeFileAtomic.sync(currentFile(), JSON.stringify(unchecked, undefined, 2));
  const answer = await probe('native');
  if (!answer.works) {
    if (before) writeFileAtomic.sync(currentFile(), before);
    else rmSync(currentFile());
    throw new InstallError(
      `tfjs-node was built, but does not work: ${answer.reason}`,
      'please report this, with the version of the library',
    );
  }
  const installation: Installation = {...unchecked, tensorflow: answer.tensorflow ?? 'unknown'};
  writeFileSync(join(folder, 'build.json'), JSON.stringify(installation, undefined, 2));
  return installation;
}

/** Installs tfjs-node without its install script, which downloads from a bucket that is closed (tensorflow/tfjs #8742). */
async function installPackages(work: string): Promise<void> {
  writeFileSync(join(work, 'package.json'), JSON.stringify({private: true, description: "tfsweep's native backend"}));
  const args = [
    'install',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-package-lock',
    '--loglevel=error',
    `@tensorflow/tfjs-node@${TFJS_NODE_VERSION}`,
  ];
  const {code, output} = await runCommand('npm', args, {cwd: work});
  if (code === undefined) throw new InstallError('npm is missing', 'install npm; it comes with Node');
  if (code !== 0)
    throw new InstallError(
      `npm could not install @tensorflow/tfjs-node:\n${lastLines(output)}`,
      'see to the network or the registry that npm uses',
    );
}

/** The names that tfjs-node links against and finds beside itself. */
function linkLibrary({library, framework, headers}: LibTensorFlow, folder: string): void {
  const deps = join(tfjsNodeFolder({folder}), 'deps');
  makeFolder(join(deps, 'lib'));
  symlinkSync(headers, join(deps, 'include'));
  for (const name of ['libtensorflow.so', 'libtensorflow.so.2', 'libtensorflow_cc.so.2'])
    symlinkSync(library, join(deps, 'lib', name));
  for (const name of ['libtensorflow_framework.so', 'libtensorflow_framework.so.2'])
    symlinkSync(framework, join(deps, 'lib', name));
}

/** What node-gyp would do for binding.gyp, less make, Python and a download of Node's headers: N-API has its own package. */
async function compile(library: LibTensorFlow, folder: string): Promise<void> {
  const {include_dir: nodeHeaders}: {include_dir: string} = createRequire(import.meta.url)('node-api-headers');
  const source = tfjsNodeFolder({folder});
  const binding = bindingFile({folder});
  makeFolder(dirname(binding));
  const include = [nodeHeaders, join(source, '..'), join(source, 'deps', 'include')].flatMap(path => ['-I', path]);
  const args = [
    ...['-shared', '-fPIC', '-O2', '-std=c++17', '-DNAPI_VERSION=8', '-DBUILDING_NODE_EXTENSION', ...include],
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map(file => join(source, 'binding', file)),
    ...[
      '-L',
      join(source, 'deps', 'lib'),
      '-ltensorflow',
      '-ltensorflow_framework',
      '-Wl,-rpath,$ORIGIN/../../deps/lib',
    ],
    ...['-o', binding],
  ];
  for (const compiler of process.env.CXX ? [process.env.CXX] : ['g++', 'c++', 'clang++']) {
    const {code, output} = await runCommand(compiler, args);
    if (code === 0) return;
    if (code !== undefined)
      throw new InstallError(
        `${compiler} could not compile tfjs-node's binding against ${library.origin}:\n${lastLines(output)}`,
        'a compiler with C++17 is needed, such as g++ 9; CXX names another one',
      );
  }
  throw new InstallError(
    'a C++ compiler is missing',
    'install one (Debian, Ubuntu: apt install g++), or name it in the environment variable CXX',
  );
}
