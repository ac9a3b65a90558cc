import {InvalidArgumentError} from 'commander';
import {didYouMean} from '../document/did-you-mean.js';
import {printable} from '../presentation/printable.js';
import type {Style} from '../presentation/style.js';
import {type ExitCode, InputError} from './exit-codes.js';
import {writeErr} from './streams.js';

/** Collects an option that may be given several times. */
export function repeatable(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

/** "a, b" as a and b. */
export function listed(text: string): string[] {
  return text.split(',').map(part => part.trim());
}

/** One of the names that there are. Throws InputError. */
export function known<Name extends string>(what: string, name: string, allowed: readonly Name[]): Name {
  const found = allowed.find(one => one === name);
  if (found === undefined) throw new InputError(`there is no ${what} '${name}'`, didYouMean(name, allowed));
  return found;
}

/** The same of several; all that are unknown at once. Throws InputError. */
export function knownOnes<Name extends string>(
  what: string,
  names: readonly string[],
  allowed: readonly Name[],
): readonly Name[] {
  const unknown = names.filter(name => !allowed.some(one => one === name));
  if (unknown.length <= 1) return names.map(name => known(what, name, allowed));
  throw new InputError(
    `there is no ${what} ${unknown.map(name => `'${name}'`).join(', nor ')}`,
    unknown.map(name => didYouMean(name, allowed)).join('; '),
  );
}

/** A count of workers, from 1 to 1024. Throws InvalidArgumentError. */
export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > 1024)
    throw new InvalidArgumentError('It must be a whole number from 1 to 1024.');
  return value;
}

/** A count of rows or trials. */
export function count(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || !Number.isSafeInteger(value))
    throw new InvalidArgumentError('It must be a whole number from 1 on.');
  return value;
}

/** Part `index` of `count`, counted from 1: every count-th trial. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** "2/5" is the second of five parts. */
export function shardOf(text: string): Shard {
  const [index, count] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).slice(1).map(Number);
  if (!count || !index || index > count)
    throw new InvalidArgumentError('It must be I/N, such as 2/5, with I from 1 to N.');
  return {index, count};
}

/** Tells of bad input that has no place in a file. */
export function inputFailure({message, hint, code}: InputError, style: Style): ExitCode {
  writeErr(
    `${style.red('error')} ${printable(message)}\n${hint === undefined ? '' : `  ${style.cyan('hint')} ${printable(hint)}\n`}`,
  );
  return code;
}
