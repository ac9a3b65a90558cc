import {DistinctPoints} from './distinct-points.js';
import type {SweepMistake} from './mistake.js';
import type {Points} from './points.js';
import {everyPoint, firstCodes, type Space, withoutUnnamed} from './space.js';

/** Values of one parameter that are looked at; of longer lists the first ones. */
const MOST_VALUES = 1000;
/** Combinations of those parameters that decide about data and windows. */
const MOST_CROSSED = 10_000;

/**
 * What a search may come to, for looking at beforehand: every combination of the parameters that are `crossed`, and each value of
 * the others by itself, of ranges both ends and the middle.
 */
export function checkPoints(
  space: Space,
  crossed: readonly number[],
): {readonly points: Points} | {readonly mistakes: readonly SweepMistake[]} {
  const endless = crossed.filter(at => space.parameters[at].count === undefined);
  if (endless.length > 0)
    return {
      mistakes: endless.map(at => ({
        path: ['parameters', space.names[at]],
        message: `a search must know beforehand which data and windows there are, but '${space.names[at]}' has no end of values`,
        hint: 'integer: true, points or a step, or a list',
      })),
    };
  const found = new DistinctPoints(space.names.length);
  const base = firstCodes(space);
  const isCrossed = (at: number) => crossed.includes(at);
  const reduced = space.parameters.map((one, at) => (isCrossed(at) ? one : {...one, count: 1}));
  let count = 0;
  everyPoint({...space, parameters: reduced}, codes => {
    found.add(codes.map((code, at) => (Number.isNaN(code) || isCrossed(at) ? code : base[at])));
    return ++count <= MOST_CROSSED;
  });
  if (count > MOST_CROSSED)
    return {
      mistakes: [
        {
          path: ['parameters', space.names[crossed[0]]],
          message: `a search must know beforehand which data and windows there are, but these are more than ${MOST_CROSSED}`,
          hint: 'fewer values of what data, features, standardization and window name',
        },
      ],
    };
  for (const at of space.order)
    for (const code of checkedCodes(space, at)) {
      const codes = Float64Array.from(base);
      codes[at] = code;
      named(space, at, codes);
      withoutUnnamed(space, codes);
      found.add(codes);
    }
  return {points: found.points};
}

function checkedCodes({parameters}: Space, at: number): readonly number[] {
  const {count, codeAt} = parameters[at];
  // Nearly the ends: a normal distribution has none.
  if (count === undefined) return [1e-6, 0.5, 1 - 1e-6].map(codeAt);
  return Array.from({length: Math.min(count, MOST_VALUES)}, (_, code) => code);
}

/** Gives those that name a parameter values by which they do. */
function named(space: Space, at: number, codes: Float64Array): void {
  if (space.always[at]) return;
  const naming = space.naming.find(one => one.allNamed.has(at));
  if (!naming) return;
  const code = naming.codes.find(one => naming.named(one).includes(at));
  if (code !== undefined) codes[naming.position] = code;
  named(space, naming.position, codes);
}
