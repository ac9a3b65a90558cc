import {isMapping} from '../../../document/json-schema.js';
import {remembered} from '../../../document/remembered.js';

/** Arrays of numbers that can be packed, by the names that they have in a package. */
const ARRAYS = {Float64Array, Float32Array, Int32Array} as const;
type ArrayName = keyof typeof ARRAYS;
type PackedArray = InstanceType<(typeof ARRAYS)[ArrayName]>;

/** Numbers begin where any of them may. */
const ALIGNMENT = 8;
const KEY = '$array';

/**
 * Plain data with arrays of numbers as bytes: the length of what follows in 8 digits, JSON in which arrays stand as their kind,
 * first byte and length, and the arrays' bytes. Equal data are equal bytes.
 */
export function packed(value: unknown): Uint8Array {
  // One and the same array is packed once.
  const places = new Map<PackedArray, readonly [ArrayName, number, number]>();
  let end = 0;
  const placeOf = (array: PackedArray) => {
    const place = [nameOf(array), end, array.length] as const;
    end = aligned(end + array.byteLength);
    return place;
  };
  const written = (one: unknown): unknown => {
    if (isPackedArray(one)) return {[KEY]: remembered(places, one, () => placeOf(one))};
    if (Array.isArray(one)) return one.map(written);
    if (!isMapping(one)) return one;
    return Object.fromEntries(
      Object.keys(one)
        .sort()
        .map(key => [key, written(one[key])]),
    );
  };
  const json = new TextEncoder().encode(JSON.stringify(written(value)));
  const head = new TextEncoder().encode(json.length.toString(16).padStart(8, '0'));
  const begin = aligned(head.length + json.length);
  const bytes = new Uint8Array(begin + end);
  bytes.set(head);
  bytes.set(json, head.length);
  for (const [{buffer, byteOffset, byteLength}, [, at]] of places)
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), begin + at);
  return bytes;
}

/** What was packed. Throws Error for bytes that are no package. */
export function unpacked(bytes: Uint8Array): unknown {
  const text = new TextDecoder();
  const head = Number.parseInt(text.decode(bytes.subarray(0, 8)), 16);
  if (!(head >= 0 && 8 + head <= bytes.length)) throw new Error('it has no head');
  const begin = aligned(8 + head);
  // Arrays lie where their kind wants them only if the bytes begin there.
  const numbers = new Uint8Array(bytes.subarray(begin));
  const known = new Map<string, PackedArray>();
  let length = 0;
  const arrayOf = (told: unknown) => {
    const array = arrayAt(numbers, told);
    length += array.byteLength;
    // Arrays that lie over each other would be more than what has travelled.
    if (length > numbers.length) throw new Error('its arrays are more than its bytes');
    return array;
  };
  const read = (one: unknown): unknown => {
    if (Array.isArray(one)) return one.map(read);
    if (!isMapping(one)) return one;
    if (KEY in one) return remembered(known, JSON.stringify(one[KEY]), () => arrayOf(one[KEY]));
    return Object.fromEntries(Object.entries(one).map(([key, child]) => [key, read(child)]));
  };
  return read(JSON.parse(text.decode(bytes.subarray(8, 8 + head))));
}

function arrayAt({buffer, length: bytes}: Uint8Array<ArrayBuffer>, told: unknown): PackedArray {
  const [name, at, length] = Array.isArray(told) ? told : [];
  const kind = typeof name === 'string' && isArrayName(name) ? ARRAYS[name] : undefined;
  const isInside =
    kind && Number.isSafeInteger(at) && Number.isSafeInteger(length) && at >= 0 && length >= 0 && at % ALIGNMENT === 0;
  if (!kind || !isInside || at + length * kind.BYTES_PER_ELEMENT > bytes)
    throw new Error('it has an array outside of it');
  return new kind(buffer, at, length);
}

function nameOf(array: PackedArray): ArrayName {
  if (array instanceof Float64Array) return 'Float64Array';
  return array instanceof Float32Array ? 'Float32Array' : 'Int32Array';
}

function isPackedArray(value: unknown): value is PackedArray {
  return Object.values(ARRAYS).some(kind => value instanceof kind);
}

function isArrayName(name: string): name is ArrayName {
  return Object.hasOwn(ARRAYS, name);
}

function aligned(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}
