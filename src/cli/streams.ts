import {fstatSync, writeFileSync} from 'node:fs';
import {fileErrorParts} from '../disk/file-error.js';
import {harmless} from '../presentation/printable.js';
import {styleFor} from '../presentation/style.js';
import {EXIT} from './exit-codes.js';

/** Why the answer could not be written; the first reason is told. */
let failure: string | undefined;

/** Writes a part of the answer to stdout, whole, whatever that is; nothing in it steers a terminal. */
export function writeOut(text: string): void {
  const content = harmless(text, styleFor(process.stdout).isColorSupported);
  try {
    // A stream doesn't go on after a short write into a file, as on a full disk.
    if (isPlainOut()) writeFileSync(1, content);
    else process.stdout.write(content);
  } catch (error) {
    noteFailure(error);
  }
}

/** Columns of the terminal that stdout is; undefined where it is none, or one that doesn't tell: such say 0. */
export function outWidth(): number | undefined {
  return process.stdout.columns || undefined;
}

/** Writes a message to stderr; where nobody takes it, that is nobody's loss. */
export function writeErr(text: string): void {
  try {
    process.stderr.write(harmless(text, styleFor(process.stderr).isColorSupported));
  } catch {
    // Closed or full: what is done goes on.
  }
}

/** Sees to it that streams which are closed or full end nothing; a full stdout has an exit code of its own. */
export function watchStreams(): void {
  process.stdout.on('error', noteFailure);
  process.stderr.on('error', () => {});
  process.on('exit', () => {
    if (failure !== undefined) process.exitCode = EXIT.unwritten;
  });
}

function noteFailure(error: unknown): void {
  // A reader that has seen enough, such as head.
  if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return;
  if (failure !== undefined) return;
  failure = error instanceof Error ? fileErrorParts(error).reason : String(error);
  writeErr(`${styleFor(process.stderr).red('error')} the answer can't be written to stdout: ${failure}\n`);
}

/** Whether stdout is a file, or a device that is no terminal, which are written at once. */
function isPlainOut(): boolean {
  try {
    const stats = fstatSync(1);
    return stats.isFile() || (stats.isCharacterDevice() && !process.stdout.isTTY);
  } catch {
    return false;
  }
}
