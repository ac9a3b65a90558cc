import type {ValidateFunction} from 'ajv/dist/2020.js';
import {type Mistake, mistakes, type PlaceOfKey} from './mistakes.js';
import type {Path} from './path.js';

/** A document that fits a schema, or what doesn't fit; and the document that was meant where that is clear. */
export type Validated<Document> =
  | {readonly document: Document}
  | {readonly mistakes: readonly Mistake[]; readonly meant: Document | undefined};

/** What a validator knows of its documents beside their schema. */
interface Knowledge {
  /** Where keys stand that are unknown where they were written. */
  readonly placeOfKey?: PlaceOfKey;
  /** Writes out short forms. */
  expand?(value: unknown): unknown;
}

/** A validator for documents: fills in defaults, by which it changes the value. `compile` is called at its first use. */
export function validatorOf<Document>(
  compile: () => ValidateFunction<Document>,
  {placeOfKey, expand = value => value}: Knowledge = {},
): (value: unknown) => Validated<Document> {
  const compiled = once(compile);
  return value => {
    const validate = compiled();
    if (validate(value)) return {document: value};
    const tell = (errors: ValidateFunction['errors']) => mistakes(errors ?? [], placeOfKey);
    const found = tell(validate.errors);
    const {hidden, meant} = meantDocument(value, found, {validate, tell, expand});
    return {mistakes: [...found, ...hidden], meant};
  };
}

/** So often what was meant stands for what is written: one slip may stand inside of another. */
const MOST_MENDED = 5;

/**
 * A document with what was meant in the places of slips, where that makes it right; and mistakes that slips hide: an unknown
 * type or key hides those that there would be with the one that was meant.
 */
function meantDocument<Document>(
  value: unknown,
  found: readonly Mistake[],
  {
    validate,
    tell,
    expand,
  }: {
    readonly validate: ValidateFunction<Document>;
    tell(errors: ValidateFunction['errors']): readonly Mistake[];
    expand(value: unknown): unknown;
  },
): {readonly hidden: readonly Mistake[]; readonly meant: Document | undefined} {
  let mended: unknown = structuredClone(value);
  const known = new Set(found.map(told));
  const renamed: Renamed[] = [];
  const scopes: Path[] = [];
  const hidden: Mistake[] = [];
  let slips = found;
  for (let times = 0; times < MOST_MENDED; times++) {
    const mends = slips.flatMap(slip => mend(mended, slip) ?? []);
    if (mends.length === 0) break;
    scopes.push(...mends.map(({scope}) => scope));
    renamed.push(...mends.flatMap(one => one.renamed ?? []));
    mended = expand(mended);
    if (validate(mended)) return {hidden, meant: mended};
    const inside = tell(validate.errors).filter(({path}) => scopes.some(scope => isWithin(path, scope)));
    slips = inside.filter(one => !known.has(told(asWritten(one, renamed))));
    hidden.push(...slips.map(one => asWritten(one, renamed)));
    for (const one of slips) known.add(told(asWritten(one, renamed)));
  }
  return {hidden, meant: undefined};
}

function told({path, message}: Mistake): string {
  return JSON.stringify([path, message]);
}

function isWithin(path: Path, outer: Path): boolean {
  return outer.every((step, index) => step === path[index]);
}

/** A key that stands for one that is written. */
export interface Renamed {
  readonly around: Path;
  readonly written: string;
  readonly meant: string;
}

/** Puts what was meant in the place of a slip, or takes out a key that nothing is meant by; where mistakes may show because of that. */
function mend(document: unknown, slip: Mistake): {readonly scope: Path; readonly renamed?: Renamed} | undefined {
  const {path, meant, meantKey, badKey} = slip;
  const around = path.slice(0, -1);
  const last = path[path.length - 1];
  const mapping = around.reduce(
    (here: unknown, step) => (isObject(here) ? Reflect.get(here, step) : undefined),
    document,
  );
  if (!isObject(mapping) || last === undefined) return undefined;
  if (meant !== undefined) {
    Reflect.set(mapping, last, meant);
    return {scope: last === 'type' ? around : path};
  }
  if (!badKey) return undefined;
  const value: unknown = Reflect.get(mapping, last);
  Reflect.deleteProperty(mapping, last);
  // What a brace without a space before it holds can't be told from the key.
  const isCut = /[{["']/.test(String(last));
  if (meantKey === undefined || isCut) return {scope: path};
  Reflect.set(mapping, meantKey, valueBehind(String(last)) ?? value);
  const renamed = {around, written: String(last), meant: meantKey};
  return {scope: meantKey === 'type' ? around : [...around, meantKey], renamed};
}

/** What is meant by a key that holds its value: 4 by `units:4` or `units 4`. */
function valueBehind(key: string): string | number | undefined {
  const [, text] = /^[\w-]+[: ]([^\s{["'].*)$/.exec(key) ?? [];
  return text === undefined || Number.isNaN(Number(text)) ? text : Number(text);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** A mistake at the place that its keys have in the document as it is written. */
function asWritten(mistake: Mistake, renamed: readonly Renamed[]): Mistake {
  return {...mistake, path: pathAsWritten(mistake.path, renamed)};
}

/** The path of a part in the document as it is written. */
export function pathAsWritten(path: Path, renamed: readonly Renamed[]): Path {
  return renamed.toReversed().reduce((own: Path, {around, written, meant}) => {
    const isHere = isWithin(own, around) && own[around.length] === meant;
    return isHere ? [...around, written, ...own.slice(around.length + 1)] : own;
  }, path);
}

/** A parser of what a program wrote: gives the value where it fits, else undefined. `compile` is called at its first use. */
export function parserOf<Of>(compile: () => ValidateFunction<Of>): (value: unknown) => Of | undefined {
  const compiled = once(compile);
  return value => (compiled()(value) ? value : undefined);
}

function once<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
