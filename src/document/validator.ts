import type {ValidateFunction} from 'ajv/dist/2020.js';
import {type Mistake, mistakes, type PlaceOfKey} from './mistakes.js';

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

/** Mistakes that an unknown type hides: those that there would be with the type that was meant. */
function hiddenMistakes(
  value: unknown,
  found: readonly Mistake[],
  validate: ValidateFunction,
  tell: (errors: ValidateFunction['errors']) => readonly Mistake[],
): Mistake[] {
  const guesses = found.filter(({meant}) => meant !== undefined);
  if (guesses.length === 0) return [];
  const mended: unknown = structuredClone(value);
  for (const {path, meant} of guesses) replaceAt(mended, path, meant);
  if (validate(mended)) return [];
  const known = new Set(found.map(({path, message}) => JSON.stringify([path, message])));
  const isInside = ({path}: Mistake) =>
    guesses.some(guess => guess.path.slice(0, -1).every((step, index) => step === path[index]));
  return tell(validate.errors).filter(one => isInside(one) && !known.has(JSON.stringify([one.path, one.message])));
}

function replaceAt(document: unknown, path: Mistake['path'], value: unknown): void {
  let here: unknown = document;
  for (const step of path.slice(0, -1))
    here = typeof here === 'object' && here !== null ? Reflect.get(here, step) : undefined;
  const last = path[path.length - 1];
  if (typeof here === 'object' && here !== null && last !== undefined) Reflect.set(here, last, value);
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
