import type {Options} from '../../document/json-schema.js';
import {type Declaration, type Entry, type Kind, kindSchema} from '../../document/kind.js';
import type {Path} from '../../document/path.js';
import type {Axis} from './dimension.js';

/** The values of a parameter, each told by a number, its code: values that can be counted by their place, others by themselves. */
export interface Parameter {
  /** How many values there are, of codes 0, 1, ...; undefined where a range has more than can be counted. */
  readonly count: number | undefined;
  /** The code of the value below which a share of all probability lies, from 0 to less than 1. */
  codeAt(share: number): number;
  /** The code of a value by what trials call it, or by itself; undefined of what is none of them. */
  codeOf(value: unknown): number | undefined;
  /** What trials, tables and filters call a value. */
  label(code: number): unknown;
  /** What stands in the experiment for it. */
  value(code: number): unknown;
  /** Where it is written, below the parameter's entry. */
  path(code: number): Path;
  /** Where values lie beside one another. */
  readonly axis: Axis;
  /** What helps where only whole numbers fit. */
  readonly wholeHint?: string;
}

/** What is wrong with a parameter's entry, at a place below it. */
export interface ParameterMistake {
  readonly path: Path;
  readonly message: string;
  readonly hint?: string;
}

/** A kind of a parameter's entry. */
export interface ParameterKind<ParameterEntry> {
  readonly type: string;
  /** Keys that none of the other kinds has: an entry that has one of them needs no type. */
  readonly ownKeys: readonly string[];
  /** What doesn't fit although the schema allows it. */
  mistakes(entry: ParameterEntry): readonly ParameterMistake[];
  /** The values of an entry without mistakes. */
  parameter(entry: ParameterEntry): Parameter;
}

/** Declares a kind of a parameter's entry; its type comes from its options. */
export function parameterKind<const Type extends string, const Own extends Options>({
  type,
  description,
  options,
  ...rest
}: Declaration<Type, Own, ParameterKind<Entry<Type, Own>>>): ParameterKind<Entry<Type, Own>> & Kind<Type, Own> {
  return {type, description, schema: kindSchema(type, description, options), ...rest};
}
