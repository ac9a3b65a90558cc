// From which size on TensorFlow's library is worth its overhead: compiled steps, and eager ones
// on wasm and native, alternating, one thread.
// Run after `tfsweep backend install`: node dist/test/bench/backends.js
import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';

const file = fileURLToPath(new URL('./backend-step.js', import.meta.url));
const measure = (backend: string, ...sizes: readonly number[]) => {
  const env = {...process.env, TF_NUM_INTRAOP_THREADS: '1', TF_CPP_MIN_LOG_LEVEL: '2'};
  return Number(spawnSync(process.execPath, [file, backend, ...sizes.map(String)], {encoding: 'utf8', env}).stdout);
};

process.stdout.write('units  window  batch  multiplications  compiled us    wasm us  native us  compiled/native\n');
for (const [units, length, batch] of [
  [20, 20, 32],
  [64, 50, 64],
  [128, 50, 128],
  [256, 100, 128],
  [256, 100, 256],
  [512, 100, 256],
]) {
  const multiplications = (length * units + units * units + units) * batch;
  const [compiled, wasm, native] = ['compiled', 'wasm', 'native'].map(name => measure(name, units, length, batch));
  const cells = [units, length, batch, multiplications, compiled, wasm, native, (compiled / native).toFixed(2)];
  process.stdout.write(
    `${cells.map((cell, index) => String(cell).padStart([5, 7, 6, 16, 12, 10, 10, 16][index])).join(' ')}\n`,
  );
}
