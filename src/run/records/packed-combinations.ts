import {contentKey} from '../../document/content-hash.js';
import {isMapping} from '../../document/json-schema.js';
import {remembered} from '../../document/remembered.js';
import {changesBetween, NoSuchPlaceError, withChange} from '../../document/value-changes.js';

type Mapping = Readonly<Record<string, unknown>>;

/** A combination as a manifest has it. */
interface Whole {
  readonly parameters: Mapping;
  readonly experiment: Mapping;
  readonly trials: readonly string[];
  readonly rows?: Mapping;
}

/** A combination as a file holds it: what of its experiment is not as in the first one, by JSON pointers (RFC 6901). */
interface PackedCombination {
  readonly parameters: Mapping;
  readonly but?: Mapping;
  /** Which of `rows` are its; the first ones where it says nothing. */
  readonly rows?: number;
  /** Ids of its trials, one per seed. */
  readonly trials: readonly string[];
}

/** What combinations have resolved to: the first one whole, of the others what differs. */
interface PackedResolved {
  readonly first: Mapping | null;
  readonly rows: readonly Mapping[];
  readonly combinations: readonly PackedCombination[];
}

/** The combinations of a manifest, as its file holds them. */
export function packedCombinations(resolved: readonly Whole[]): PackedResolved {
  const first = resolved[0]?.experiment ?? null;
  const changes = new Changes(first);
  const rows = new Map<string, {readonly at: number; readonly names: Mapping}>();
  const combinations = resolved.map((one): PackedCombination => {
    const but = changes.of(one.experiment);
    const key = one.rows && contentKey(one.rows);
    if (key !== undefined && one.rows && !rows.has(key)) rows.set(key, {at: rows.size, names: one.rows});
    const at = key === undefined ? undefined : rows.get(key)?.at;
    return {
      parameters: one.parameters,
      ...(Object.keys(but).length > 0 ? {but} : {}),
      ...(at === undefined || at === 0 ? {} : {rows: at}),
      trials: one.trials,
    };
  });
  return {first, rows: [...rows.values()].map(({names}) => names), combinations};
}

/**
 * What is read of them: combinations that are alike in a part have the very same object there. Undefined where nobody has written
 * this: changes of what isn't there, or rows that aren't listed.
 */
export function unpackedCombinations(packed: unknown): unknown {
  if (!isMapping(packed) || !Array.isArray(packed.combinations) || !isMapping(packed.first)) return undefined;
  const {first} = packed;
  const rows: readonly unknown[] = Array.isArray(packed.rows) ? packed.rows : [];
  const known = new Map<string, unknown>();
  try {
    return packed.combinations.map((one: unknown): unknown => {
      if (!isMapping(one)) return one;
      const {but = {}, rows: at = 0} = one;
      if (!isMapping(but) || typeof at !== 'number' || (rows.length > 0 && !(at in rows)))
        throw new NoSuchPlaceError('nobody has written this');
      return {
        parameters: one.parameters,
        experiment: withChanges(first, but, known),
        trials: one.trials,
        ...(rows.length > 0 ? {rows: rows[at]} : {}),
      };
    });
  } catch (error) {
    if (error instanceof NoSuchPlaceError) return undefined;
    throw error;
  }
}

/** What experiments change of the first one; of parts that several have it is found once. */
class Changes {
  private readonly known = new Map<string, Map<unknown, Mapping>>();

  constructor(private readonly first: Mapping | null) {}

  of(experiment: Mapping): Mapping {
    const {first} = this;
    if (experiment === first || !first) return {};
    return Object.assign({}, ...Object.keys(experiment).map(part => this.ofPart(part, first[part], experiment[part])));
  }

  private ofPart(part: string, first: unknown, own: unknown): Mapping {
    if (first === own) return {};
    const ofPart = remembered(this.known, part, () => new Map<unknown, Mapping>());
    const before = ofPart.get(own);
    if (before) return before;
    const changes = changesBetween(first, own, [part]);
    const found = Object.fromEntries(
      changes.map(({path, to}) => [path.map(step => `/${escaped(String(step))}`).join(''), to]),
    );
    if (typeof own === 'object') ofPart.set(own, found);
    return found;
  }
}

function withChanges(first: Mapping, but: Mapping, known: Map<string, unknown>): unknown {
  const byPart = new Map<string, [readonly string[], unknown][]>();
  for (const [pointer, value] of Object.entries(but)) {
    const [part = '', ...path] = pointer.split('/').slice(1).map(unescaped);
    const own = byPart.get(part) ?? [];
    own.push([path, value]);
    byPart.set(part, own);
  }
  const changed = [...byPart].map(([part, changes]) => {
    const key = JSON.stringify([part, changes]);
    if (!known.has(key))
      known.set(
        key,
        changes.reduce((value, [path, to]) => withChange(value, {path, to}), first[part]),
      );
    return [part, known.get(key)];
  });
  return {...first, ...Object.fromEntries(changed)};
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

function unescaped(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}
