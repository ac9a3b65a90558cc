import {boolean, number, optional, positiveNumber} from '../../document/json-schema.js';
import type {Entry} from '../../document/kind.js';
import {exponential, logarithm} from '../../random/elementary.js';
import {countedAxis} from './dimension.js';
import {type Parameter, type ParameterMistake, parameterKind} from './parameter.js';

const options = {
  from: {
    ...number,
    description: 'The least value.',
    alsoCalled: {'W&B': ['min'], Optuna: ['low'], others: ['start', 'lower', 'minimum']},
  },
  to: {
    ...number,
    description: 'The largest value.',
    alsoCalled: {'W&B': ['max'], Optuna: ['high'], others: ['stop', 'end', 'upper', 'maximum']},
  },
  scale: {
    type: 'string',
    enum: ['linear', 'log'],
    default: 'linear',
    alsoCalled: {Optuna: ['log'], 'W&B': ['distribution'], others: ['base']},
    description: 'log: each power of ten has the same probability, as is usual for learning rates.',
  },
  integer: {
    ...boolean,
    default: false,
    alsoCalled: {others: ['int', 'dtype']},
    description: 'Whether only whole numbers are drawn.',
  },
  step: optional({
    ...positiveNumber,
    alsoCalled: {'W&B': ['q'], others: ['increment']},
    description: 'Only the values from, from + step, from + 2 step, ... up to the largest value.',
  }),
  points: optional({
    type: 'integer',
    minimum: 2,
    maximum: 1_000_000,
    description:
      'The number of values, at equal distances on the scale, with both ends. A grid needs this, a step, or whole numbers.',
  }),
} as const;

type RangeEntry = Entry<'range', typeof options>;

/** Any number between two ends. */
export const range = parameterKind({
  type: 'range',
  description: 'Any number between two ends: {from: 0.0001, to: 0.1, scale: log}.',
  options,
  alsoCalled: {
    Optuna: ['float', 'int'],
    'Ray Tune': ['loguniform', 'quniform', 'randint'],
    others: ['uniform', 'log_uniform_values'],
  },
  ownKeys: ['from', 'to', 'step', 'points', 'min', 'max', 'low', 'high', 'start', 'stop', 'lower', 'upper'],
  mistakes,
  parameter(entry) {
    const {from, to, scale, integer, step, points} = entry;
    const log = scale === 'log';
    if (points !== undefined) return pointsOf(entry, points);
    if (integer || step !== undefined) return steppedRange(from, to, step ?? 1, log);
    const [low, high] = log ? [logarithm(from), logarithm(to)] : [from, to];
    const digits = digitsFor(Math.max(Math.abs(from), Math.abs(to)), to - from);
    const codeAt = (share: number) => {
      const at = low + share * (high - low);
      return Math.min(to, Math.max(from, short(log ? exponential(at) : at, digits)));
    };
    const coordinateOf = (code: number) => inside(((log ? logarithm(code) : code) - low) / (high - low));
    const axis = {dimension: {kind: 'share'}, coordinateOf, codeOf: codeAt} as const;
    return {...numbers({count: undefined, codeAt, axis}), wholeHint: WHOLE_HINT};
  },
});

/** Where fractions were drawn for what must be whole. */
export const WHOLE_HINT = 'integer: true takes whole numbers only';

/** A number in few digits: what is drawn can be read, and written down again. There is no 0 below 0. */
export function short(value: number, digits = 6): number {
  return Number(value.toPrecision(digits)) + 0;
}

/** Digits of numbers of a size that lie in a range of a width: a millionth of the width is told. */
export function digitsFor(size: number, width: number): number {
  // Of a range that is none it is told elsewhere.
  return width > 0 ? Math.min(15, 6 + Math.max(0, Math.ceil(Math.log10(size / width)))) : 6;
}

/** A parameter of numbers that are called, and written, as they are; without a `number` codes are the numbers themselves. */
export function numbers({
  count,
  codeAt,
  axis,
  number = code => code,
  codeOf = value => value,
}: Pick<Parameter, 'count' | 'codeAt' | 'axis'> & {
  readonly number?: (code: number) => number;
  readonly codeOf?: (value: number) => number | undefined;
}): Parameter {
  return {
    count,
    codeAt,
    codeOf: value => (typeof value === 'number' && Number.isFinite(value) ? codeOf(value) : undefined),
    label: number,
    value: number,
    path: () => [],
    axis,
  };
}

function mistakes({from, to, scale, integer, step, points}: RangeEntry): ParameterMistake[] {
  const found: ParameterMistake[] = [];
  if (from >= to) found.push({path: ['to'], message: `must be more than ${from}, found ${to}`});
  if (scale === 'log' && from <= 0)
    found.push({
      path: ['from'],
      message: `a logarithmic scale begins above 0, found ${from}`,
      hint: 'scale: linear, or another beginning',
    });
  for (const [key, end] of Object.entries({from, to}))
    if (integer && !Number.isInteger(end))
      found.push({
        path: [key],
        message: `expected a whole number, found ${end}`,
        hint: 'integer: true stands beside it',
      });
  if (integer && step !== undefined && !Number.isInteger(step))
    found.push({
      path: ['step'],
      message: `expected a whole number, found ${step}`,
      hint: 'integer: true stands beside it',
    });
  if (step !== undefined && points !== undefined)
    found.push({path: ['points'], message: 'step and points both say which values there are', hint: 'one of them'});
  if (step !== undefined && step > to - from)
    found.push({path: ['step'], message: `must be at most ${short(to - from)}, found ${step}`});
  const size = Math.max(Math.abs(from), Math.abs(to));
  if (!Number.isFinite(to - from)) found.push({path: ['to'], message: 'the range is wider than numbers can tell'});
  else if (step !== undefined || integer) found.push(...fineness(to - from, size, step ?? 1));
  return found;
}

/** Steps that can't be counted, or that numbers of this size don't tell. */
function fineness(width: number, size: number, step: number): ParameterMistake[] {
  const path = ['step'];
  if (width / step > MOST_STEPS)
    return [{path, message: `there are more than ${MOST_STEPS} steps`, hint: 'a larger step, or a range without one'}];
  if (step < size * 1e-14)
    return [{path, message: `numbers as large as ${size} can't tell a step of ${step}`, hint: 'a larger step'}];
  return [];
}

/** A share from 0 to 1. */
function inside(share: number): number {
  return Math.min(1, Math.max(0, share));
}

/** What a step adds is not always what is written: 0.1 + 0.2. Fifteen digits are. */
function plain(value: number): number {
  return Number.isInteger(value) ? value + 0 : Number(value.toPrecision(15));
}

const MOST_STEPS = 2 ** 50;

/**
 * Values at equal distances. On a logarithmic scale each is as probable as what lies nearer to it than to the others, as with
 * Optuna's suggest_int(log=True).
 */
function steppedRange(from: number, to: number, step: number, log: boolean): Parameter {
  const count = Math.floor((to - from) / step + 1e-9) + 1;
  const number = (code: number) => plain(from + code * step);
  // Half a step before the first value, which must not reach 0.
  const [low, high] = [logarithm(Math.max(from - step / 2, from / 2)), logarithm(number(count - 1) + step / 2)];
  const codeAt = (share: number) => {
    const code = log ? Math.round((exponential(low + share * (high - low)) - from) / step) : Math.floor(share * count);
    return Math.min(count - 1, Math.max(0, code));
  };
  const coordinateOf = (code: number) => inside((logarithm(number(code)) - low) / (high - low));
  const axis = log
    ? ({dimension: {kind: 'share'}, coordinateOf, codeOf: codeAt} as const)
    : countedAxis({kind: 'steps', count});
  const codeOf = (value: number) => {
    const code = Math.round((value - from) / step);
    const isOne = code >= 0 && code < count && Math.abs(number(code) - value) <= 1e-9 * step;
    return isOne ? code : undefined;
  };
  return numbers({count, codeAt, axis, number, codeOf});
}

/** So many values at equal distances on the scale; whole ones where only these are taken, and each once. */
function pointsOf({from, to, scale, integer}: RangeEntry, points: number): Parameter {
  const [low, high] = scale === 'log' ? [logarithm(from), logarithm(to)] : [from, to];
  const digits = digitsFor(Math.max(Math.abs(from), Math.abs(to)), (to - from) / points);
  const at = (index: number) => {
    if (index === 0 || index === points - 1) return index === 0 ? from : to;
    const place = low + (index / (points - 1)) * (high - low);
    const value = scale === 'log' ? exponential(place) : place;
    return integer ? Math.round(value) + 0 : short(value, Math.max(digits, 6));
  };
  const values = integer ? [...new Set(Array.from({length: points}, (_, index) => at(index)))] : undefined;
  const count = values?.length ?? points;
  const number = (code: number) => values?.[code] ?? at(code);
  const codeOf = (value: number) => {
    const place = ((scale === 'log' ? logarithm(Math.max(value, 0)) : value) - low) / (high - low);
    const code = values ? values.indexOf(value) : Math.round(place * (points - 1));
    return code >= 0 && code < count && number(code) === value ? code : undefined;
  };
  const codeAt = (share: number) => Math.min(count - 1, Math.floor(share * count));
  return numbers({count, codeAt, axis: countedAxis({kind: 'steps', count}), number, codeOf});
}
