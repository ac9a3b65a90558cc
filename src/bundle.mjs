// Bundles what tsc has compiled into dist/program, so that a command loads a few files and not some two hundred. What is
// installed is left out of it.
import {createHash} from 'node:crypto';
import {chmodSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

const dist = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist');
const program = join(dist, 'program');
const fresh = join(dist, `program.${process.pid}`);
const stamp = join(dist, 'program.made-from');

// Where nothing was compiled nothing is done: somebody may be running what is there.
const compiled = createHash('sha256')
  .update(readFileSync(join(dist, 'tsconfig.tsbuildinfo')))
  .update(readFileSync(fileURLToPath(import.meta.url)))
  .digest('hex');
if (existsSync(program) && existsSync(stamp) && readFileSync(stamp, 'utf8') === compiled) process.exit(0);

await build({
  absWorkingDir: dist,
  // What is started: the command, and processes that it starts.
  entryPoints: ['src/cli/main.js', 'src/run/executor/worker.js', 'src/engine/backends/probe-process.js'],
  outbase: 'src',
  outdir: fresh,
  bundle: true,
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
});
rmSync(program, {recursive: true, force: true});
renameSync(fresh, program);
// As npm does where the package is installed: `npx tfsweep` calls it in a checkout, too. Where npx was called before the
// program was bundled, its cache goes on to call what is only compiled.
for (const folder of ['program', 'src']) chmodSync(join(dist, folder, 'cli', 'main.js'), 0o755);
writeFileSync(stamp, compiled);
