import type {Bases, Kernel, KernelCall, KernelContext} from './kernel.js';
import {fixedBases, parameterBases} from './kernel.js';
import type {Code} from './wasm/code.js';
import {call, i32} from './wasm/instructions.js';
import type {FunctionBuilder, ModuleBuilder} from './wasm/module-builder.js';

/** Calls that come again and again, each time with addresses further on by the same distances: the time steps of a layer. */
export interface Repetition {
  readonly times: number;
  readonly calls: readonly {readonly call: KernelCall; readonly distances: readonly number[]}[];
}

/** Longer patterns than this are not looked for. */
const LONGEST_PATTERN = 64;
const LEAST_TIMES = 3;

/** The calls as loops where they repeat. */
export function repetitionsOf(calls: readonly KernelCall[]): Repetition[] {
  const found: Repetition[] = [];
  for (let at = 0; at < calls.length; ) {
    const best = longestRepetition(calls, at);
    found.push(best);
    at += best.times * best.calls.length;
  }
  return found;
}

function longestRepetition(calls: readonly KernelCall[], at: number): Repetition {
  const same = (a: KernelCall | undefined, b: KernelCall) => a?.kernel.key === b.kernel.key;
  let best: Repetition = {times: 1, calls: [{call: calls[at], distances: []}]};
  for (let period = 1; period <= LONGEST_PATTERN && at + LEAST_TIMES * period <= calls.length; period++) {
    if (!same(calls[at + period], calls[at])) continue;
    const pattern = calls.slice(at, at + period);
    if (!pattern.every((one, index) => same(calls[at + period + index], one))) continue;
    const distances = pattern.map((one, index) =>
      one.addresses.map((address, operand) => calls[at + period + index].addresses[operand] - address),
    );
    const fits = (time: number) =>
      pattern.every((one, index) => {
        const other = calls[at + time * period + index];
        return (
          same(other, one) &&
          one.addresses.every(
            (address, operand) => other.addresses[operand] === address + time * distances[index][operand],
          )
        );
      });
    let times = 2;
    while (fits(times)) times++;
    if (times >= LEAST_TIMES && times * period > best.times * best.calls.length)
      best = {times, calls: pattern.map((one, index) => ({call: one, distances: distances[index]}))};
  }
  return best;
}

/** Writes calls into functions; each kernel is in the module once. */
export class CallWriter {
  private readonly kernels = new Map<string, number>();

  constructor(
    private readonly module: ModuleBuilder,
    private readonly context: KernelContext,
    /** How often each kernel is called from anywhere in the program. */
    private readonly sites: ReadonlyMap<string, number>,
  ) {}

  write(repetitions: readonly Repetition[], f: FunctionBuilder): Code {
    return repetitions.map(({times, calls}) => {
      if (times === 1) return calls.map(({call: one}) => this.once(one));
      return f.count(times, 1, time =>
        calls.map(({call: {kernel, addresses}, distances}) =>
          call(
            this.indexOf(kernel, () => kernel.build(this.context, parameterBases)),
            addresses.map((address, operand) =>
              distances[operand] === 0
                ? i32.const(address)
                : i32.add(i32.const(address), i32.mul(time.get, i32.const(distances[operand]))),
            ),
          ),
        ),
      );
    });
  }

  private once({kernel, addresses}: KernelCall): Code {
    const alone = this.sites.get(kernel.key) === 1;
    const bases: Bases = alone ? fixedBases(addresses) : parameterBases;
    return call(
      this.indexOf(kernel, () => kernel.build(this.context, bases)),
      addresses.map(address => i32.const(address)),
    );
  }

  private indexOf({key, name}: Kernel, build: () => FunctionBuilder): number {
    const known = this.kernels.get(key);
    if (known !== undefined) return known;
    const builder = build();
    builder.name = name;
    const index = this.module.add(builder);
    this.kernels.set(key, index);
    return index;
  }
}

/** How often each kernel is called; from inside of a repetition counts as often as it runs. */
export function callSites(functions: readonly (readonly KernelCall[])[]): ReadonlyMap<string, number> {
  const sites = new Map<string, number>();
  for (const {kernel} of functions.flat()) sites.set(kernel.key, (sites.get(kernel.key) ?? 0) + 1);
  return sites;
}
