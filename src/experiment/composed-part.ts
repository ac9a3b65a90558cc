import {isMapping} from '../document/json-schema.js';
import type {Path} from '../document/path.js';
import {findReferences} from '../document/references.js';
import {changesBetween, type ValueChange, withChange} from '../document/value-changes.js';
import type {Space} from '../sweep/space.js';

/** Resolves a part for some codes of all parameters; undefined where it doesn't fit. */
export type ResolvePart = (codes: Float64Array) => unknown;

/** What a choice of some parameters changes of a part. */
type Changes = readonly ValueChange[];

/** So many changes of a group are kept. */
const MOST_KEPT = 50_000;

/** Parameters that decide together about some places of a part, and about no others. */
interface Group {
  readonly positions: readonly number[];
  readonly known: Map<string, Changes>;
  /** Where a number stands that is put in as it is, and between which ends that fits. */
  readonly number: {readonly path: Path; readonly least: number; readonly most: number} | undefined;
}

/**
 * A part of an experiment that depends on more choices of parameters than can be kept, put together from what each group of them
 * changes. Groups are apart: the schema says of one place nothing that depends on another one, but for `type`, which decides about
 * the mapping that it stands in, and lists of texts.
 */
export class ComposedPart {
  private readonly groups: readonly Group[];

  private constructor(
    private readonly whole: unknown,
    private readonly base: Float64Array,
    private readonly space: Space,
    private readonly resolve: ResolvePart,
    groups: readonly (readonly number[])[],
  ) {
    this.groups = groups.map(positions => ({positions, known: new Map(), number: this.numberOf(positions)}));
  }

  /** Undefined where the part as it is for some codes doesn't fit, or where it can't be put together. */
  static of(written: unknown, space: Space, base: Float64Array, resolve: ResolvePart): ComposedPart | undefined {
    const whole = resolve(base);
    const groups = groupsOf(written, space);
    if (!isMapping(whole) || groups.length < 1) return undefined;
    return new ComposedPart(whole, base, space, resolve, groups);
  }

  /** The part for some codes; undefined where it is to be resolved as a whole. */
  at(codes: Float64Array): unknown {
    let found = this.whole;
    const places: Path[] = [];
    for (const group of this.groups) {
      const changes = this.changes(group, codes);
      if (!changes) return undefined;
      for (const change of changes) {
        const {path} = change;
        // Who changes what another one has changed wasn't apart.
        if (places.some(other => isWithin(path, other) || isWithin(other, path))) return undefined;
        found = withChange(found, change);
      }
      for (const {path} of changes) places.push(path);
    }
    return found;
  }

  private changes({positions, known, number}: Group, codes: Float64Array): Changes | undefined {
    if (number) {
      const to = Number(this.space.parameters[positions[0]].value(codes[positions[0]]));
      return to >= number.least && to <= number.most ? [{path: number.path, to}] : undefined;
    }
    const key = positions.map(position => codes[position]).join();
    const before = known.get(key);
    if (before) return before;
    const found = this.changesBy(positions, position => codes[position]);
    if (found && known.size < MOST_KEPT) known.set(key, found);
    return found;
  }

  /** What is other than in the whole where a group has these codes, and all other parameters are as there. */
  private changesBy(positions: readonly number[], code: (position: number) => number): Changes | undefined {
    const own = Float64Array.from(this.base);
    for (const position of positions) own[position] = code(position);
    const resolved = this.resolve(own);
    return resolved === undefined ? undefined : changesBetween(this.whole, resolved);
  }

  /** Where a range's numbers stand, as they are at both ends and between. */
  private numberOf(positions: readonly number[]): Group['number'] {
    const [position] = positions;
    const {count, codeAt, value} = this.space.parameters[position];
    if (positions.length > 1 || (count !== undefined && count <= MOST_KEPT)) return undefined;
    const codes = count === undefined ? [0, 0.31, 1 - 2 ** -53].map(codeAt) : [0, Math.floor(count / 3), count - 1];
    const numbers = codes.map(value);
    const paths = codes.map((code, at) => {
      // In the whole itself nothing is changed: it is looked at beside another one.
      const other = codes[(at + 1) % codes.length];
      const [own, beside] = [code, other].map(one => this.resolvedAt(position, one));
      const found = own === undefined || beside === undefined ? [] : changesBetween(beside, own);
      return found.length === 1 && Object.is(found[0].to, numbers[at]) ? found[0].path : undefined;
    });
    const [path] = paths;
    if (!path || paths.some(one => one?.join('\n') !== path.join('\n'))) return undefined;
    if (!numbers.every(one => typeof one === 'number')) return undefined;
    return {path, least: Math.min(...numbers.map(Number)), most: Math.max(...numbers.map(Number))};
  }

  private resolvedAt(position: number, code: number): unknown {
    const own = Float64Array.from(this.base);
    own[position] = code;
    return this.resolve(own);
  }
}

function isWithin(path: Path, other: Path): boolean {
  return other.every((step, at) => path[at] === step);
}

/** The parameters that a part depends on, those together that must be looked at together. */
function groupsOf(written: unknown, {names, naming}: Space): readonly (readonly number[])[] {
  const groups: Set<number>[] = [];
  const join = (positions: readonly number[]) => {
    const touched = groups.filter(group => positions.some(position => group.has(position)));
    const all = new Set([...touched.flatMap(group => [...group]), ...positions]);
    for (const group of touched) groups.splice(groups.indexOf(group), 1);
    if (all.size > 0) groups.push(all);
  };
  const withNamed = (position: number): number[] => {
    const named = naming.find(one => one.position === position)?.allNamed ?? [];
    return [position, ...[...named].flatMap(withNamed)];
  };
  const positionsIn = (value: unknown) => findReferences(value).flatMap(({name}) => withNamed(names.indexOf(name)));
  const walk = (value: unknown): void => {
    if (typeof value === 'string') join(positionsIn(value));
    else if (Array.isArray(value)) {
      if (value.some(item => typeof item === 'string'))
        join(positionsIn(value.filter(item => typeof item === 'string')));
      value.forEach(walk);
    } else if (isMapping(value)) {
      if (positionsIn(value.type).length > 0) join(positionsIn(value));
      Object.values(value).forEach(walk);
    }
  };
  walk(written);
  return groups.map(group => [...group].sort((a, b) => a - b));
}
