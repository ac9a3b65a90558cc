import {existsSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import envPaths from 'env-paths';

export const TFJS_NODE_VERSION = '4.22.0';
/** What `backend install` fetches: one version, so that one machine gives one set of bits. */
export const TENSORFLOW_VERSION = '2.21.0';

/** A built native backend in the cache folder. */
export interface Installation {
  /** The folder whose node_modules holds tfjs-node. */
  readonly folder: string;
  readonly tfjsNode: string;
  /** Version of libtensorflow. */
  readonly tensorflow: string;
  /** Where libtensorflow is from: the TensorFlow wheel, or a folder that was named. */
  readonly origin: string;
}

/** Where downloads and builds are kept, per user; TFSWEEP_CACHE names another folder. */
export function cacheFolder(): string {
  return process.env.TFSWEEP_CACHE || envPaths('tfsweep', {suffix: ''}).cache;
}

/** Says which build is in use. */
export function currentFile(): string {
  return join(cacheFolder(), 'native', 'current.json');
}

/** The folder of an installation's tfjs-node. */
export function tfjsNodeFolder(installation: Pick<Installation, 'folder'>): string {
  return join(installation.folder, 'node_modules', '@tensorflow', 'tfjs-node');
}

/** The compiled binding; node-pre-gyp looks for it under this name with every Node since 16. */
export function bindingFile(installation: Pick<Installation, 'folder'>): string {
  return join(tfjsNodeFolder(installation), 'lib', 'napi-v8', 'tfjs_binding.node');
}

/** The build that is in use, if there is one and its files are still there; else a tfjs-node that npm could install. */
export function currentInstallation(): Installation | undefined {
  return readInstallation(currentFile()) ?? installedBesideUs();
}

/** tfjs-node in a node_modules that we see, as an optional peer dependency, with its binding. */
function installedBesideUs(): Installation | undefined {
  const {paths} = createRequire(import.meta.url).resolve;
  const folder = (paths('@tensorflow/tfjs-node') ?? [])
    .map(path => join(path, '..'))
    .find(root => existsSync(bindingFile({folder: root})));
  if (folder === undefined) return undefined;
  const {version}: {version: string} = JSON.parse(readFileSync(join(tfjsNodeFolder({folder}), 'package.json'), 'utf8'));
  return {folder, tfjsNode: version, tensorflow: 'of its own', origin: 'installed by npm'};
}

/** The installation that a file tells of; undefined where it tells of none that is there. */
export function readInstallation(file: string): Installation | undefined {
  try {
    const {folder, tfjsNode, tensorflow, origin} = JSON.parse(readFileSync(file, 'utf8'));
    if (![folder, tfjsNode, tensorflow, origin].every(value => typeof value === 'string')) return undefined;
    return existsSync(bindingFile({folder})) ? {folder, tfjsNode, tensorflow, origin} : undefined;
  } catch {
    return undefined;
  }
}
