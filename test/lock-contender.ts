// One of several processes that want the same folder: asked by a message, it answers whether it had it, and what it saw there.
import {existsSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {lockRun, RunLockedError} from '../src/run/store/run-lock.js';

process.on('message', (folder: string) => {
  try {
    const release = lockRun(folder);
    const inside = join(folder, 'inside');
    const isAlone = !existsSync(inside);
    writeFileSync(inside, '');
    const until = performance.now() + 3;
    while (performance.now() < until);
    rmSync(inside, {force: true});
    release();
    process.send?.(isAlone ? 'owned' : 'together');
  } catch (error) {
    process.send?.(error instanceof RunLockedError ? 'refused' : String(error));
  }
});
process.send?.('ready');
