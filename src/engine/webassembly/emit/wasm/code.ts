/** The types of WebAssembly's values that are used here. */
export type WasmType = 'i32' | 'i64' | 'f32' | 'f64' | 'v128';

/** Bytes of code, nested so that putting pieces together copies nothing. */
export type Code = readonly (number | Code)[];

declare const result: unique symbol;
/** Code that leaves one value of a type. */
export type Expression<T extends WasmType> = Code & {readonly [result]?: T};

/** All bytes in order. */
export function flatten(code: Code): Uint8Array {
  const bytes: number[] = [];
  append(code, bytes);
  return Uint8Array.from(bytes);
}

function append(code: Code, bytes: number[]): void {
  for (const part of code) {
    if (typeof part === 'number') bytes.push(part);
    else append(part, bytes);
  }
}

/** An unsigned number in LEB128. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return bytes;
}

/** A signed 32-bit number in LEB128. */
export function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 127;
    rest >>= 7;
    if ((rest === 0 && (low & 64) === 0) || (rest === -1 && (low & 64) !== 0)) {
      bytes.push(low);
      return bytes;
    }
    bytes.push(low | 128);
  }
}

/** The little-endian bytes of a float32. */
export function float32Bytes(value: number): number[] {
  return [...new Uint8Array(Float32Array.of(value).buffer)];
}

/** The little-endian bytes of a float64. */
export function float64Bytes(value: number): number[] {
  return [...new Uint8Array(Float64Array.of(value).buffer)];
}
