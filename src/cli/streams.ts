import {fstatSync, writeFileSync} from 'node:fs';
import {fileErrorParts} from '../disk/file-error.js';
import {folded} from '../presentation/folded.js';
import {harmless} from '../presentation/printable.js';
import type {Screen} from '../presentation/screen.js';
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

/** Writes a text for people to stdout: on a terminal no line is wider than it, and no word is torn. */
export function writeText(text: string): void {
  writeOut(folded(text, outScreen().width));
}

/** What stdout shows. A terminal that doesn't tell its columns says 0. */
export function outScreen(): Screen {
  return {style: styleFor(process.stdout), width: process.stdout.columns || undefined};
}

/** What stderr shows. */
export function errScreen(): Screen {
  return {style: styleFor(process.stderr), width: process.stderr.columns || undefined};
}

/** Writes a message to stderr; where nobody takes it, that is nobody's loss. */
export function writeErr(text: string): void {
  const {style, width} = errScreen();
  try {
    process.stderr.write(harmless(folded(text, width), style.isColorSupported));
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
