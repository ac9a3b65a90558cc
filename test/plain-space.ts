import {type ParameterEntry, parameterOf} from '../src/sweep/parameters/index.js';
import type {Space} from '../src/sweep/space.js';

/** The space of parameters of which none names another one. */
export function plainSpace(entries: Readonly<Record<string, ParameterEntry>>): Space {
  const names = Object.keys(entries);
  return {
    names,
    parameters: Object.values(entries).map(parameterOf),
    isDeclared: names.map(() => true),
    always: names.map(() => true),
    naming: [],
    order: names.map((_, position) => position),
  };
}
