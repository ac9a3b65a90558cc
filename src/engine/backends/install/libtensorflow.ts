import {existsSync, readdirSync, realpathSync, renameSync, rmSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {makeFolder} from '../../../disk/make-folder.js';
import {sha256} from '../../../document/content-hash.js';
import {lastLines, runCommand} from './command.js';
import {InstallError} from './install-error.js';
import {cacheFolder, TENSORFLOW_VERSION} from './installation.js';

/** TensorFlow's C library on this machine. */
export interface LibTensorFlow {
  readonly library: string;
  readonly framework: string;
  /** The folder that holds tensorflow/c/c_api.h. */
  readonly headers: string;
  readonly origin: string;
  /** Differs where the library differs. */
  readonly key: string;
}

/** Reports how far a download is. */
export type OnBytes = (bytes: number) => void;

/** The wheel's name at the Python package index, per processor; its libraries want glibc. */
const PACKAGES: Readonly<Record<string, {name: string; platform: string}>> = {
  x64: {name: 'tensorflow-cpu', platform: 'manylinux_2_27_x86_64'},
  arm64: {name: 'tensorflow', platform: 'manylinux_2_27_aarch64'},
};

/** Python's own zip reader: the wheel's libraries and headers, nothing else. */
const EXTRACT = `
import sys, zipfile
wheel, target = sys.argv[1:]
libraries = ('tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2')
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        if name in libraries or (name.startswith('tensorflow/include/') and name.endswith('.h')):
            archive.extract(name, target)
`;

/** Why libtensorflow can't be had for this platform, if so. */
export function unsupportedPlatform(): string | undefined {
  if (process.platform !== 'linux') return `the native backend can be built on Linux only, not on ${process.platform}`;
  if (!PACKAGES[process.arch]) return `TensorFlow has no library for ${process.arch} processors`;
  const report: unknown = process.report?.getReport();
  const glibc =
    typeof report === 'object' &&
    report !== null &&
    'header' in report &&
    JSON.stringify(report.header).includes('glibcVersionRuntime');
  return glibc ? undefined : "TensorFlow's library needs glibc, which this Linux (Alpine?) has not";
}

/** The library in the cache folder, downloaded as a part of the TensorFlow wheel where it isn't there yet. */
export async function fetchLibTensorFlow(onBytes: OnBytes): Promise<LibTensorFlow> {
  const folder = join(cacheFolder(), 'libtensorflow', `${TENSORFLOW_VERSION}-${process.platform}-${process.arch}`);
  if (!existsSync(folder)) await downloadWheel(folder, onBytes);
  const found = librariesIn(join(folder, 'tensorflow'));
  if (!found) throw new InstallError(`${folder} is incomplete`, 'remove that folder and try again');
  const {name} = PACKAGES[process.arch];
  return {...found, origin: `${name} ${TENSORFLOW_VERSION}`, key: TENSORFLOW_VERSION};
}

async function downloadWheel(folder: string, onBytes: OnBytes): Promise<void> {
  const {name, platform} = PACKAGES[process.arch];
  const python = await findPython();
  const work = `${folder}.${process.pid}`;
  makeFolder(join(work, 'temporary'));
  const watch = setInterval(() => onBytes(largestFile(work)), 300);
  try {
    const target = [
      '--only-binary=:all:',
      '--implementation',
      'cp',
      '--python-version',
      '3.12',
      '--platform',
      platform,
    ];
    const pip = [
      '-m',
      'pip',
      'download',
      '--no-deps',
      '--disable-pip-version-check',
      ...target,
      '-d',
      work,
      `${name}==${TENSORFLOW_VERSION}`,
    ];
    const download = await runCommand(python, pip, {env: {TMPDIR: join(work, 'temporary')}});
    const wheel = readdirSync(work).find(file => file.endsWith('.whl'));
    if (download.code !== 0 || !wheel)
      throw new InstallError(
        `pip could not download ${name} ${TENSORFLOW_VERSION}:\n${lastLines(download.output)}`,
        'see to the network or the package index that pip uses, or name a folder that holds the library: tfsweep backend install --from DIR',
      );
    clearInterval(watch);
    const extraction = await runCommand(python, ['-c', EXTRACT, join(work, wheel), join(work, 'files')]);
    if (extraction.code !== 0)
      throw new InstallError(`the wheel could not be unpacked:\n${lastLines(extraction.output)}`, 'is the disk full?');
    renameSync(join(work, 'files'), folder);
  } finally {
    clearInterval(watch);
    rmSync(work, {recursive: true, force: true});
  }
}

async function findPython(): Promise<string> {
  for (const program of ['python3', 'python']) {
    const {code} = await runCommand(program, ['-c', 'import sys; sys.exit(sys.version_info < (3, 7))']);
    if (code !== 0) continue;
    const pip = await runCommand(program, ['-m', 'pip', '--version']);
    if (pip.code === 0) return program;
    throw new InstallError(
      "Python's pip is missing",
      'install it (Debian, Ubuntu: apt install python3-pip), or name a folder that holds libtensorflow: --from DIR',
    );
  }
  throw new InstallError(
    'python3 is missing; pip downloads TensorFlow',
    'install it (Debian, Ubuntu: apt install python3 python3-pip), or name a folder that holds libtensorflow: --from DIR',
  );
}

/** Size of the largest file below a folder: the wheel, wherever pip keeps it meanwhile. */
function largestFile(folder: string): number {
  // A file may be gone since it was listed.
  const sizes = readdirSync(folder, {recursive: true, encoding: 'utf8'}).map(
    name => statSync(join(folder, name), {throwIfNoEntry: false})?.size ?? 0,
  );
  return Math.max(0, ...sizes);
}

/** The library in a folder of the user's: an unpacked release of libtensorflow, or site-packages/tensorflow. */
export function namedLibTensorFlow(folder: string): LibTensorFlow {
  const found = [folder, join(folder, 'lib'), join(folder, 'tensorflow')]
    .map(librariesIn)
    .find(libraries => libraries !== undefined);
  if (!found)
    throw new InstallError(
      `no libtensorflow in ${folder}`,
      'the folder should hold libtensorflow_cc.so.2 (or libtensorflow.so.2), libtensorflow_framework.so.2 and include/tensorflow/c/c_api.h, as site-packages/tensorflow does',
    );
  const state = [found.library, found.framework].map(file => [
    realpathSync(file),
    statSync(file).size,
    statSync(file).mtimeMs,
  ]);
  return {...found, origin: realpathSync(folder), key: `from-${sha256(JSON.stringify(state)).slice(0, 12)}`};
}

function librariesIn(folder: string): Pick<LibTensorFlow, 'library' | 'framework' | 'headers'> | undefined {
  const library = firstFile(folder, ['libtensorflow_cc.so.2', 'libtensorflow.so.2', 'libtensorflow.so']);
  const framework = firstFile(folder, ['libtensorflow_framework.so.2', 'libtensorflow_framework.so']);
  const headers = [join(folder, 'include'), join(folder, '..', 'include')].find(candidate =>
    existsSync(join(candidate, 'tensorflow', 'c', 'c_api.h')),
  );
  return library && framework && headers ? {library, framework, headers} : undefined;
}

function firstFile(folder: string, names: readonly string[]): string | undefined {
  return names.map(name => join(folder, name)).find(existsSync);
}
