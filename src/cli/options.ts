import {InvalidArgumentError} from 'commander';
import type {Style} from '../report/style.js';
import type {Shard} from '../run/run-experiment.js';
import {EXIT, type ExitCode, type InputError} from './exit-codes.js';

/** Collects an option that may be given several times. */
export function repeatable(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > 1024)
    throw new InvalidArgumentError('It must be a whole number from 1 to 1024.');
  return value;
}

/** "2/5" is the second of five parts. */
export function shardOf(text: string): Shard {
  const [index, count] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).slice(1).map(Number);
  if (!count || !index || index > count)
    throw new InvalidArgumentError('It must be I/N, such as 2/5, with I from 1 to N.');
  return {index, count};
}

/** Tells of bad input that has no place in a file. */
export function inputFailure({message, hint}: InputError, style: Style): ExitCode {
  process.stderr.write(
    `${style.red('error')} ${message}\n${hint === undefined ? '' : `  ${style.cyan('hint')} ${hint}\n`}`,
  );
  return EXIT.badInput;
}
