import {type Code, type Expression, float32Bytes, float64Bytes, signed, unsigned, type WasmType} from './code.js';

// The instructions that are used, by their names in the WebAssembly specification. Source of the numbers:
// webassembly.github.io/spec/core/appendix/index-instructions.html.

type Unary<A extends WasmType, R extends WasmType = A> = (a: Expression<A>) => Expression<R>;
type Binary<A extends WasmType, R extends WasmType = A> = (a: Expression<A>, b: Expression<A>) => Expression<R>;

const unary =
  <A extends WasmType, R extends WasmType = A>(...opcode: number[]): Unary<A, R> =>
  a => [a, ...opcode];
const binary =
  <A extends WasmType, R extends WasmType = A>(...opcode: number[]): Binary<A, R> =>
  (a, b) => [a, b, ...opcode];
const simd = (opcode: number): number[] => [0xfd, ...unsigned(opcode)];
const vectorUnary = (opcode: number) => unary<'v128'>(...simd(opcode));
const vectorBinary = (opcode: number) => binary<'v128'>(...simd(opcode));
const shift =
  (opcode: number) =>
  (a: Expression<'v128'>, bits: number): Expression<'v128'> => [a, i32.const(bits), ...simd(opcode)];

/** An address in bytes and what is added to it for nothing. */
type Access = [address: Expression<'i32'>, offset?: number];
const memory = (opcode: number[], align: number, offset: number): number[] => [...opcode, align, ...unsigned(offset)];
const load =
  <R extends WasmType>(opcode: number[], align: number) =>
  (...[address, offset = 0]: Access): Expression<R> => [address, ...memory(opcode, align, offset)];
const store =
  <A extends WasmType>(opcode: number[], align: number) =>
  (address: Expression<'i32'>, value: Expression<A>, offset = 0): Code => [
    address,
    value,
    ...memory(opcode, align, offset),
  ];
const storeLane =
  (opcode: number, align: number) =>
  (address: Expression<'i32'>, value: Expression<'v128'>, lane: number, offset = 0): Code => [
    address,
    value,
    ...memory(simd(opcode), align, offset),
    lane,
  ];

export const i32 = {
  const: (value: number): Expression<'i32'> => [0x41, ...signed(value)],
  load: load<'i32'>([0x28], 2),
  store: store<'i32'>([0x36], 2),
  eqz: unary<'i32'>(0x45),
  eq: binary<'i32'>(0x46),
  lt_u: binary<'i32'>(0x49),
  gt_s: binary<'i32'>(0x4a),
  ge_s: binary<'i32'>(0x4e),
  ge_u: binary<'i32'>(0x4f),
  add: binary<'i32'>(0x6a),
  sub: binary<'i32'>(0x6b),
  mul: binary<'i32'>(0x6c),
  and: binary<'i32'>(0x71),
};

export const f32 = {
  const: (value: number): Expression<'f32'> => [0x43, ...float32Bytes(value)],
  load: load<'f32'>([0x2a], 2),
  store: store<'f32'>([0x38], 2),
  add: binary<'f32'>(0x92),
  gt: binary<'f32', 'i32'>(0x5e),
};

export const f64 = {
  const: (value: number): Expression<'f64'> => [0x44, ...float64Bytes(value)],
  load: load<'f64'>([0x2b], 3),
  store: store<'f64'>([0x39], 3),
  lt: binary<'f64', 'i32'>(0x63),
  abs: unary<'f64'>(0x99),
  sub: binary<'f64'>(0xa1),
  div: binary<'f64'>(0xa3),
  promote_f32: unary<'f32', 'f64'>(0xbb),
};

export const v128 = {
  load: load<'v128'>(simd(0), 2),
  load32_splat: load<'v128'>(simd(9), 2),
  load64_splat: load<'v128'>(simd(10), 2),
  load32_zero: load<'v128'>(simd(92), 2),
  store: store<'v128'>(simd(11), 2),
  store32_lane: storeLane(90, 2),
  store64_lane: storeLane(91, 2),
  load32_lane: (address: Expression<'i32'>, into: Expression<'v128'>, lane: number, offset = 0): Expression<'v128'> => [
    address,
    into,
    ...memory(simd(86), 2, offset),
    lane,
  ],
  const: (bytes: readonly number[]): Expression<'v128'> => [...simd(12), ...bytes],
  not: vectorUnary(77),
  and: vectorBinary(78),
  andnot: vectorBinary(79),
  or: vectorBinary(80),
  xor: vectorBinary(81),
  zero: [...simd(12), ...new Array<number>(16).fill(0)] as Expression<'v128'>,
  /** Bits of a where the mask's are 1, else of b. */
  bitselect: (a: Expression<'v128'>, b: Expression<'v128'>, mask: Expression<'v128'>): Expression<'v128'> => [
    a,
    b,
    mask,
    ...simd(82),
  ],
  /** Lanes of 32 bits picked from two vectors: 0-3 from a, 4-7 from b. */
  shuffle32: (a: Expression<'v128'>, b: Expression<'v128'>, lanes: readonly number[]): Expression<'v128'> => [
    a,
    b,
    ...simd(13),
    ...lanes.flatMap(lane => [4 * lane, 4 * lane + 1, 4 * lane + 2, 4 * lane + 3]),
  ],
};

export const i32x4 = {
  eq: vectorBinary(55),
  ne: vectorBinary(56),
  lt_s: vectorBinary(57),
  gt_s: vectorBinary(59),
  le_s: vectorBinary(61),
  ge_s: vectorBinary(63),
  abs: vectorUnary(160),
  neg: vectorUnary(161),
  shl: shift(171),
  shr_s: shift(172),
  add: vectorBinary(174),
  sub: vectorBinary(177),
  mul: vectorBinary(181),
  min_s: vectorBinary(182),
  max_s: vectorBinary(184),
  trunc_sat_f32x4_s: vectorUnary(248),
  trunc_sat_f64x2_s_zero: vectorUnary(252),
};

export const i64x2 = {
  shl: shift(203),
  shr_s: shift(204),
  add: vectorBinary(206),
  sub: vectorBinary(209),
};

export const f32x4 = {
  eq: vectorBinary(65),
  ne: vectorBinary(66),
  lt: vectorBinary(67),
  gt: vectorBinary(68),
  le: vectorBinary(69),
  ge: vectorBinary(70),
  demote_f64x2_zero: vectorUnary(94),
  ceil: vectorUnary(103),
  floor: vectorUnary(104),
  nearest: vectorUnary(106),
  abs: vectorUnary(224),
  neg: vectorUnary(225),
  sqrt: vectorUnary(227),
  add: vectorBinary(228),
  sub: vectorBinary(229),
  mul: vectorBinary(230),
  div: vectorBinary(231),
  min: vectorBinary(232),
  max: vectorBinary(233),
  /** b < a ? b : a, one instruction of every processor; a NaN in a is kept. */
  pmin: vectorBinary(234),
  /** a < b ? b : a; a NaN in a is kept. */
  pmax: vectorBinary(235),
  convert_i32x4_s: vectorUnary(250),
};

export const f64x2 = {
  eq: vectorBinary(71),
  lt: vectorBinary(73),
  gt: vectorBinary(74),
  promote_low_f32x4: vectorUnary(95),
  nearest: vectorUnary(148),
  abs: vectorUnary(236),
  neg: vectorUnary(237),
  add: vectorBinary(240),
  sub: vectorBinary(241),
  mul: vectorBinary(242),
  div: vectorBinary(243),
  pmin: vectorBinary(246),
  pmax: vectorBinary(247),
  convert_low_i32x4_s: vectorUnary(254),
};

/** Runs the body, and again while it is told to by `branchIf(0, ...)`. */
export function loop(body: Code): Code {
  return [0x03, 0x40, body, 0x0b];
}

/** Runs the body; a branch leaves it. */
export function block(body: Code): Code {
  return [0x02, 0x40, body, 0x0b];
}

/** One of two pieces of code, by a condition. */
export function when(condition: Expression<'i32'>, then: Code, otherwise: Code = []): Code {
  return [condition, 0x04, 0x40, then, ...(otherwise.length > 0 ? [0x05, otherwise] : []), 0x0b];
}

/** A jump to the end of a block, or the beginning of a loop, so many levels out. */
export function branch(depth: number): Code {
  return [0x0c, ...unsigned(depth)];
}

/** The same, if a condition holds. */
export function branchIf(depth: number, condition: Expression<'i32'>): Code {
  return [condition, 0x0d, ...unsigned(depth)];
}

/** The end of a function, with its value. */
export function returnValue(value: Code): Code {
  return [value, 0x0f];
}

/** A call of a function by its index. */
export function call(index: number, values: Code = []): Code {
  return [values, 0x10, ...unsigned(index)];
}

/** One of two values; both are worked out. */
export function select<T extends WasmType>(
  condition: Expression<'i32'>,
  yes: Expression<T>,
  no: Expression<T>,
): Expression<T> {
  return [yes, no, condition, 0x1b];
}

/** The value of a local variable. */
export function localGet<T extends WasmType>(index: number): Expression<T> {
  return [0x20, ...unsigned(index)];
}

/** Sets bytes to 0. */
export function memoryClear(to: Expression<'i32'>, bytes: Expression<'i32'>): Code {
  return [to, i32.const(0), bytes, 0xfc, 11, 0];
}

/** Copies bytes; source and target may overlap. */
export function memoryCopy(to: Expression<'i32'>, from: Expression<'i32'>, bytes: Expression<'i32'>): Code {
  return [to, from, bytes, 0xfc, 10, 0, 0];
}
