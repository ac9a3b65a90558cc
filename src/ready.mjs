// Makes a fresh clone ready with nothing but Node and npm: installs when package-lock.json has changed, then builds.
import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'node_modules', '.tfsweep-installed');
const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .update(process.platform + process.arch)
  .digest('hex');

const [major, minor] = process.versions.node.split('.').map(Number);
const [least, of] = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  .engines.node.match(/\d+/g)
  .map(Number);
if (major < least || (major === least && minor < of)) {
  process.stderr.write(`tfsweep needs Node ${least}.${of} or newer, and this is Node ${process.versions.node}\n`);
  process.exit(2);
}

function call(command) {
  // Its output goes to stderr, so that stdout stays the program's own.
  const {status} = spawnSync(command, {cwd: root, shell: true, stdio: ['ignore', 2, 2]});
  if (status !== 0) process.exit(status ?? 1);
}

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  call('npm ci --no-audit --no-fund --loglevel=error');
  writeFileSync(stamp, wanted);
}
call('npm run --silent build');
