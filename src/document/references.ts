import type {Path} from './path.js';

export type ParameterValues = Readonly<Record<string, unknown>>;

/** A place where `${name}` is written. */
export interface Reference {
  readonly name: string;
  readonly path: Path;
}

const REFERENCE = /\$\{([^}]*)\}/g;
const WHOLE = /^\$\{([^}]*)\}$/;

/** Stands for a value that can't be read: it is a reference that nothing fills in. */
export const UNREADABLE = '${\u0000}';

/** Every `${name}` in a value, with its path. */
export function findReferences(value: unknown, path: Path = []): Reference[] {
  if (typeof value === 'string')
    return value.includes('${') ? [...value.matchAll(REFERENCE)].map(match => ({name: match[1], path})) : [];
  if (Array.isArray(value)) return value.flatMap((child, index) => findReferences(child, [...path, index]));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, child]) => findReferences(child, [...path, key]));
  return [];
}

/** The references of a value that somebody wrote: what can't be read is none. */
export function writtenReferences(value: unknown): Reference[] {
  return findReferences(value).filter(({name}) => `\${${name}}` !== UNREADABLE);
}

/** The parts of a document that can't be read. */
export function unreadableParts(document: unknown): readonly string[] {
  if (typeof document !== 'object' || document === null) return [];
  return Object.entries(document).flatMap(([part, value]) => (value === UNREADABLE ? [part] : []));
}

/** Whether nothing of a value is still to be filled in. */
export function isFilled(value: unknown): boolean {
  return findReferences(value).length === 0;
}

/** The value with parameters filled in, whose values may hold further ones: a whole-string reference keeps the parameter's type. */
export function fillReferences(value: unknown, parameters: ParameterValues): unknown {
  if (typeof value === 'string') {
    const whole = WHOLE.exec(value);
    if (whole && Object.hasOwn(parameters, whole[1])) return fillReferences(parameters[whole[1]], parameters);
    return value.replace(REFERENCE, (written, name: string) =>
      Object.hasOwn(parameters, name) ? String(fillReferences(parameters[name], parameters)) : written,
    );
  }
  if (Array.isArray(value)) return value.map(child => fillReferences(child, parameters));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, fillReferences(child, parameters)]));
  return value;
}
