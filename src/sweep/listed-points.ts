import type {Path} from '../document/path.js';
import type {SweepMistake} from './mistake.js';
import {unknownParameter, unknownValue, type WrittenRule} from './rules.js';
import {countEvery, everyPoint, type Space} from './space.js';
import {MAXIMUM_TRIALS} from './sweep-entry.js';

/** A combination that was written, and where. */
export interface ListedPoint {
  readonly codes: Float64Array;
  readonly path: Path;
}

/** The combinations that stand in a list at a path: of parameters that one leaves out each value is taken. */
export function readListed(
  space: Space,
  written: readonly WrittenRule[],
  below: Path,
): {readonly points: readonly ListedPoint[]; readonly mistakes: readonly SweepMistake[]} {
  const read = written.map((values, index) => readOne(space, values, [...below, index]));
  return {points: read.flatMap(({points}) => points), mistakes: read.flatMap(({mistakes}) => mistakes)};
}

function readOne(space: Space, values: WrittenRule, path: Path): ReturnType<typeof readListed> {
  const mistakes: SweepMistake[] = [];
  const fixed = new Map<number, number>();
  for (const [name, value] of Object.entries(values)) {
    const position = space.names.indexOf(name);
    const code = space.parameters[position]?.codeOf(value);
    if (position < 0) mistakes.push(unknownParameter(name, [...path, name], space.names));
    else if (code === undefined) mistakes.push(unknownValue(space.parameters[position], value, [...path, name]));
    else fixed.set(position, code);
  }
  const {points, used} = completed(space, fixed);
  if (points.length > MAXIMUM_TRIALS)
    return {
      points: [],
      mistakes: [
        ...mistakes,
        {
          path,
          message: `this stands for more than ${MAXIMUM_TRIALS} combinations`,
          hint: 'fewer values of what it leaves out',
        },
      ],
    };
  for (const position of used)
    if (!fixed.has(position) && !isOpen(space, position))
      mistakes.push({
        path,
        message: `this combination has no '${space.names[position]}'`,
        hint: `write ${space.names[position]}: VALUE into it`,
      });
  for (const position of fixed.keys())
    if (!used.has(position))
      mistakes.push({
        path: [...path, space.names[position]],
        part: 'key',
        message: `'${space.names[position]}' is not used with the other values of this combination`,
      });
  return {points: points.map(codes => ({codes, path})), mistakes};
}

/** Whether all values of a parameter can be taken where a combination leaves it out. */
function isOpen({parameters, isDeclared}: Space, position: number): boolean {
  return parameters[position].count !== undefined && isDeclared[position];
}

/** Every combination that has the fixed codes, and which parameters any of them has. */
function completed(
  space: Space,
  fixed: ReadonlyMap<number, number>,
): {readonly points: readonly Float64Array[]; readonly used: ReadonlySet<number>} {
  const points: Float64Array[] = [];
  const used = new Set<number>();
  const parameters = space.parameters.map((parameter, position) =>
    fixed.has(position) || !isOpen(space, position) ? {...parameter, count: 1} : parameter,
  );
  const naming = space.naming.map(one => ({
    ...one,
    codes: fixed.has(one.position) ? [0] : one.codes,
    named: (code: number) => one.named(fixed.get(one.position) ?? code),
  }));
  const limited = {...space, parameters, naming};
  if (countEvery(limited) > MAXIMUM_TRIALS) return {points: new Array<Float64Array>(MAXIMUM_TRIALS + 1), used};
  everyPoint(limited, codes => {
    points.push(codes.map((code, position) => (Number.isNaN(code) ? code : (fixed.get(position) ?? code))));
    codes.forEach((code, position) => {
      if (!Number.isNaN(code)) used.add(position);
    });
    return true;
  });
  return {points, used};
}
