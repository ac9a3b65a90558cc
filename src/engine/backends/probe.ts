import {fork} from 'node:child_process';
import {programFile} from '../package-file.js';
import type {BackendName} from './backend.js';

/** What a backend answered when it was tried. */
export type ProbeAnswer =
  | {readonly works: true; readonly tensorflow?: string}
  | {readonly works: false; readonly reason: string};

/** Loads a backend in a process of its own and lets it multiply two matrices. */
export function probe(backend: BackendName): Promise<ProbeAnswer> {
  const file = programFile('engine', 'backends', 'probe-process.js');
  return new Promise(resolve => {
    const child = fork(file, [backend], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: {TF_CPP_MIN_LOG_LEVEL: '2', ...process.env},
    });
    let complaints = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      complaints += chunk.toString();
    });
    child.on('message', (answer: ProbeAnswer) => resolve(answer));
    child.on('error', error => resolve({works: false, reason: error.message}));
    child.on('close', (code, signal) => {
      const last = complaints.trim().split('\n').pop() ?? '';
      resolve({works: false, reason: last || `the process ended with ${signal ?? code}`});
    });
  });
}
