// What `backend install` says where something is missing.
import {chmodSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {installNative} from '../src/engine/backends/install/install.js';
import {unsupportedPlatform} from '../src/engine/backends/install/libtensorflow.js';
import {Rig} from './rig.js';

const rig = new Rig();
const supported = unsupportedPlatform() === undefined;
const whereSupported = supported ? test : test.skip;
if (!supported) process.stdout.write(`skipped: ${unsupportedPlatform()}\n`);

function program(name: string, script: string): void {
  chmodSync(rig.write(name, `#!/bin/sh\n${script}\n`), 0o755);
}

const install = (folder: string, ...args: readonly string[]) =>
  rig.tfsweep(['backend', 'install', ...args], {
    PATH: join(rig.folder, folder),
    TFSWEEP_CACHE: join(rig.folder, 'cache'),
  });

whereSupported('no python', async () => {
  const {code, stderr} = await install('nothing-here');
  assert.is(code, 2);
  assert.match(
    stderr,
    'error python3 is missing; pip downloads TensorFlow\n  hint install it (Debian, Ubuntu: apt install python3 python3-pip)',
  );
});

whereSupported('python without pip', async () => {
  program('without-pip/python3', 'case "$*" in *pip*) exit 1;; esac');
  const {code, stderr} = await install('without-pip');
  assert.is(code, 2);
  assert.match(stderr, "error Python's pip is missing");
});

whereSupported('a package index that has no such wheel', async () => {
  program('no-wheel/python3', 'case "$*" in *download*) echo "ERROR: No matching distribution found"; exit 1;; esac');
  const {code, stderr} = await install('no-wheel');
  assert.is(code, 2);
  assert.match(
    stderr,
    /error pip could not download tensorflow\S* \d+\.\d+\.\d+:\nERROR: No matching distribution found/,
  );
  assert.match(stderr, 'tfsweep backend install --from DIR');
});

whereSupported('a named folder without the library', async () => {
  const {code, stderr} = await install('nothing-here', '--from', rig.folder);
  assert.is(code, 2);
  assert.match(stderr, 'error no libtensorflow in ');
  assert.match(stderr, 'hint the folder should hold libtensorflow_cc.so.2');
});

for (const [platform, arch, message] of [
  ['darwin', 'arm64', 'the native backend can be built on Linux only, not on darwin'],
  ['win32', 'x64', 'the native backend can be built on Linux only, not on win32'],
  ['linux', 'riscv64', 'TensorFlow has no library for riscv64 processors'],
] as const)
  test(`${platform} on ${arch} is not supported`, async () => {
    const real = {platform: process.platform, arch: process.arch};
    Object.defineProperties(process, {platform: {value: platform}, arch: {value: arch}});
    try {
      await installNative(undefined, () => {});
      assert.unreachable();
    } catch (error) {
      assert.is(error instanceof Error && error.message, message);
    } finally {
      Object.defineProperties(process, {platform: {value: real.platform}, arch: {value: real.arch}});
    }
  });

test.after(() => rig.remove());
test.run();
