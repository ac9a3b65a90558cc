import type {ValidateFunction} from 'ajv/dist/2020.js';
import {type Mistake, mistakes, type PlaceOfKey} from './mistakes.js';
import type {Path} from './path.js';

/** A document that fits a schema, or what doesn't fit. */
export type Validated<Document> = {readonly document: Document} | {readonly mistakes: readonly Mistake[]};

/**
 * A validator for documents: fills in defaults, by which it changes the value. `compile` is called at its first use,
 * `placeOfKey` for keys that are unknown where they stand.
 */
export function validatorOf<Document>(
  compile: () => ValidateFunction<Document>,
  placeOfKey?: PlaceOfKey,
): (value: unknown) => Validated<Document> {
  const compiled = once(compile);
  return value => {
    const validate = compiled();
    if (validate(value)) return {document: value};
    const tell = (errors: ValidateFunction['errors']) => mistakes(errors ?? [], placeOfKey);
    const found = tell(validate.errors);
    return {mistakes: [...found, ...hiddenMistakes(value, found, validate, tell)]};
  };
}

/** So often what was meant stands for what is written: one slip may stand inside of another. */
const MOST_MENDED = 5;

/** Mistakes that an unknown type or key hides: those that there would be with the one that was meant. */
function hiddenMistakes(
  value: unknown,
  found: readonly Mistake[],
  validate: ValidateFunction,
  tell: (errors: ValidateFunction['errors']) => readonly Mistake[],
): Mistake[] {
  const mended: unknown = structuredClone(value);
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
    if (validate(mended)) break;
    const inside = tell(validate.errors).filter(({path}) => scopes.some(scope => isWithin(path, scope)));
    slips = inside.filter(one => !known.has(told(asWritten(one, renamed))));
    hidden.push(...slips.map(one => asWritten(one, renamed)));
    for (const one of slips) known.add(told(asWritten(one, renamed)));
  }
  return hidden;
}

function told({path, message}: Mistake): string {
  return JSON.stringify([path, message]);
}

function isWithin(path: Path, outer: Path): boolean {
  return outer.every((step, index) => step === path[index]);
}

/** A key that stands for one that is written. */
interface Renamed {
  readonly around: Path;
  readonly written: string;
  readonly meant: string;
}

/** Puts what was meant in the place of a slip; where mistakes may show because of that. */
function mend(
  document: unknown,
  {path, meant, meantKey}: Mistake,
): {readonly scope: Path; readonly renamed?: Renamed} | undefined {
  const around = path.slice(0, -1);
  const last = path[path.length - 1];
  const mapping = around.reduce(
    (here: unknown, step) => (isObject(here) ? Reflect.get(here, step) : undefined),
    document,
  );
  if (!isObject(mapping) || last === undefined) return undefined;
  if (meant !== undefined) {
    Reflect.set(mapping, last, meant);
    return {scope: around};
  }
  if (meantKey === undefined || Object.hasOwn(mapping, meantKey)) return undefined;
  Reflect.set(mapping, meantKey, valueBehind(String(last)) ?? Reflect.get(mapping, last));
  Reflect.deleteProperty(mapping, last);
  const renamed = {around, written: String(last), meant: meantKey};
  return {scope: meantKey === 'type' ? around : [...around, meantKey], renamed};
}

/** What is meant by a key that holds its value: 4 by `units:4`. */
function valueBehind(key: string): string | number | undefined {
  const [, text] = /^[\w-]+:(\S.*)$/.exec(key) ?? [];
  return text === undefined || Number.isNaN(Number(text)) ? text : Number(text);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** A mistake at the place that its keys have in the document as it is written. */
function asWritten(mistake: Mistake, renamed: readonly Renamed[]): Mistake {
  const path = renamed.toReversed().reduce((own: Path, {around, written, meant}) => {
    const isHere = isWithin(own, around) && own[around.length] === meant;
    return isHere ? [...around, written, ...own.slice(around.length + 1)] : own;
  }, mistake.path);
  return {...mistake, path};
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
