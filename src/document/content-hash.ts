import {sha256 as sha256Of} from '@noble/hashes/sha2';
import {bytesToHex, utf8ToBytes} from '@noble/hashes/utils';

/** What is known of objects that never change. */
const keys = new WeakMap<object, string>();

/** JSON with sorted keys and no spaces: the same text for the same content, however it was written. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return keys.get(value) ?? `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const known = keys.get(value);
    if (known !== undefined) return known;
    const entries = Object.entries(value)
      .filter(([, child]) => child !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, child]) => `${JSON.stringify(key)}:${canonicalJson(child)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** The canonical JSON of an object that never changes, such as a trial's parameters: worked out once. */
export function contentKey(value: object): string {
  const before = keys.get(value);
  if (before !== undefined) return before;
  const key = canonicalJson(value);
  keys.set(value, key);
  return key;
}

/** Values without those whose content came before. */
export function distinct<T>(values: readonly T[]): T[] {
  const found = new Map<string, T>();
  // What is the very same needn't be written out to be known again.
  for (const value of new Set(values)) {
    const key = canonicalJson(value ?? null);
    if (!found.has(key)) found.set(key, value);
  }
  return [...found.values()];
}

/** Node's own hashing, where this runs in a Node that gives it without an import: many times as fast for the numbers of large data. */
const crypto = globalThis.process?.getBuiltinModule?.('node:crypto');

/** The SHA-256 of a text or of bytes, in hexadecimal digits. */
export function sha256(content: string | Uint8Array): string {
  const bytes = typeof content === 'string' ? utf8ToBytes(content) : content;
  return crypto ? crypto.createHash('sha256').update(bytes).digest('hex') : bytesToHex(sha256Of(bytes));
}

/** The SHA-256 of the bytes of numbers, in hexadecimal digits. */
export function bytesHash({buffer, byteOffset, byteLength}: Int32Array | Float64Array): string {
  return sha256(new Uint8Array(buffer, byteOffset, byteLength));
}

/** The SHA-256 of texts one after the other, as of one text. */
function sha256OfAll(texts: Iterable<string>): string {
  if (crypto) {
    const hash = crypto.createHash('sha256');
    for (const text of texts) hash.update(text);
    return hash.digest('hex');
  }
  const hash = sha256Of.create();
  for (const text of texts) hash.update(utf8ToBytes(text));
  return bytesToHex(hash.digest());
}

/** The short name of canonical JSON that is given in pieces. */
export function piecesHash(pieces: Iterable<string>): string {
  return sha256OfAll(pieces).slice(0, 12);
}

/** A short name for some content: 12 hexadecimal digits of its SHA-256. */
export function contentHash(value: unknown): string {
  return sha256(canonicalJson(value)).slice(0, 12);
}
