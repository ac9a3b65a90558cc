import {exactly} from '../../common/graph/kernel-graph.js';
import type {Loop, LoopOutput, Node} from '../lower/loop-graph.js';
import type {View} from '../lower/view.js';
import {applyFunction} from './functions/apply.js';
import type {Bases, Kernel, KernelContext} from './kernel.js';
import {loadLanes, storeLanes} from './lanes.js';
import {type LoopPlan, loopPlan} from './loop-plan.js';
import {Indices} from './nest.js';
import {Accumulator} from './reduction.js';
import type {Code, Expression} from './wasm/code.js';
import {i32, v128} from './wasm/instructions.js';
import {FunctionBuilder, type Local} from './wasm/module-builder.js';

type Width = 1 | 4;

/** A loop as a kernel; its operands are the inputs and then the outputs. */
export function loopKernel(loop: Loop): {kernel: Kernel; operands: readonly View[]} {
  const plan = loopPlan(loop);
  const {inputs, outputs, nodes} = loop;
  const operands = [...inputs, ...outputs.map(({view}) => view)];
  return {
    operands,
    kernel: {
      name: `loop over ${plan.lengths.join(' x ') || 'one number'}`,
      key: JSON.stringify([
        'loop',
        plan,
        nodes.map(nodeKey),
        outputs.map(({node, reduction}) => [node, reduction?.kind]),
      ]),
      build: (context, bases) => new LoopWriter(loop, plan, context, bases).write(),
    },
  };
}

function nodeKey(node: Node): unknown {
  return node.kind === 'constant' ? [node.type, exactly(node.value)] : node;
}

class LoopWriter {
  private readonly f: FunctionBuilder;
  private readonly indices: Indices;
  /** What a node's vector is kept in, where it is loaded outside of the loops that it doesn't change in. */
  private readonly hoisted = new Map<number, Local<'v128'>>();
  private readonly accumulators = new Map<LoopOutput, Accumulator>();

  constructor(
    private readonly loop: Loop,
    private readonly plan: LoopPlan,
    private readonly context: KernelContext,
    private readonly bases: Bases,
  ) {
    this.f = new FunctionBuilder(plan.strides.map(() => 'i32' as const));
    this.indices = new Indices(this.f, plan.strides);
  }

  write(): FunctionBuilder {
    this.f.body = this.level(0, 1);
    return this.f;
  }

  /** The nest from a level inwards. */
  private level(level: number, width: Width): Code {
    if (level === this.plan.reduced && level < this.plan.lengths.length) {
      const reducing = this.loop.outputs.filter(({reduction}) => reduction);
      for (const output of reducing) this.accumulators.set(output, this.accumulatorOf(output));
      const all = [...this.accumulators.values()];
      return [
        all.map(one => one.start()),
        this.levels(level, width),
        reducing.map(output => this.finish(output, width)),
      ];
    }
    return this.levels(level, width);
  }

  private levels(level: number, width: Width): Code {
    const {lengths, vector} = this.plan;
    const hoisted = this.hoistAt(level);
    if (level === lengths.length) return [hoisted, this.body(width)];
    const length = lengths[level];
    if (level !== vector)
      return [
        hoisted,
        this.indices.level(level, [{times: length, width: 1, body: () => this.level(level + 1, width)}]),
      ];
    return [
      hoisted,
      this.indices.level(level, [
        {times: Math.floor(length / 4), width: 4, body: () => this.level(level + 1, 4)},
        {times: length % 4, width: 1, body: () => this.level(level + 1, 1)},
      ]),
    ];
  }

  /** Loads what stays the same from a level on, as vectors of one number. */
  private hoistAt(level: number): Code {
    const {strides, vector, lengths} = this.plan;
    if (level > Math.max(vector, 0)) return [];
    return this.loop.nodes.flatMap((node, index) => {
      if (node.kind !== 'input') return [];
      const own = strides[node.input];
      const first = lengths.length - [...own].reverse().findIndex(stride => stride !== 0);
      const from = own.every(stride => stride === 0) ? 0 : first;
      if (from !== level || (level === lengths.length && lengths.length > 0)) return [];
      const local = this.f.local('v128');
      this.hoisted.set(index, local);
      return [local.set(v128.load32_splat(...this.address(node.input)))];
    });
  }

  private body(width: Width): Code {
    const locals: Local<'v128'>[] = [];
    const code: Code[] = [];
    for (const [index, node] of this.loop.nodes.entries()) {
      const hoisted = this.hoisted.get(index);
      if (hoisted) {
        locals.push(hoisted);
        continue;
      }
      const local = this.f.local('v128');
      locals.push(local);
      switch (node.kind) {
        case 'input':
          code.push(local.set(this.load(node.input, width)));
          break;
        case 'constant': {
          const constants = this.context.constants.of(this.f);
          code.push(local.set(node.type === 'float32' ? constants.f32x4(node.value) : constants.i32x4(node.value)));
          break;
        }
        case 'apply': {
          const taken = node.arguments.map(argument => locals[argument].get);
          const computed = applyFunction(node, taken, this.f, this.context);
          code.push(computed.code, local.set(computed.value));
        }
      }
    }
    this.loop.outputs.forEach((output, index) => {
      const value = locals[output.node].get;
      const accumulator = this.accumulators.get(output);
      if (accumulator) code.push(accumulator.add(value, width));
      else code.push(this.store(this.loop.inputs.length + index, value, width));
    });
    this.f.release('v128', ...locals.filter((_, index) => !this.hoisted.has(index)));
    return code;
  }

  private accumulatorOf({node, reduction}: LoopOutput): Accumulator {
    const {vector, reduced} = this.plan;
    const {loop, f, context} = this;
    const of = loop.nodes[node];
    const type = of.kind === 'apply' ? (resultIsFloat(of) ? 'float32' : 'int32') : of.type;
    return new Accumulator(f, context.constants.of(f), reduction?.kind ?? 'sum', type, vector >= reduced);
  }

  /** Stores what was reduced. */
  private finish(output: LoopOutput, width: Width): Code {
    const accumulator = this.accumulators.get(output);
    if (!accumulator) return [];
    const operand = this.loop.inputs.length + this.loop.outputs.indexOf(output);
    const {code, value} = accumulator.finish();
    return [code, this.store(operand, value, this.plan.vector >= this.plan.reduced ? 1 : width)];
  }

  private address(operand: number, offset = 0): [Expression<'i32'>, number] {
    const index = this.indices.of(operand);
    if (!index || this.plan.strides[operand].every(stride => stride >= 0)) return this.bases.at(operand, index, offset);
    // Walking backwards the index is below 0, and what an instruction adds by itself would come on top of 2^32.
    const [base, plus] = this.bases.at(operand, undefined, 0);
    return [i32.add(i32.add(base, i32.const(plus + offset)), index), 0];
  }

  private vectorStride(operand: number): number {
    const {vector, strides} = this.plan;
    return vector < 0 ? 0 : strides[operand][vector];
  }

  private load(operand: number, width: Width): Expression<'v128'> {
    if (width === 1) return v128.load32_zero(...this.address(operand));
    const stride = this.vectorStride(operand);
    if (stride === 1) return v128.load(...this.address(operand));
    if (stride === 0) return v128.load32_splat(...this.address(operand));
    return loadLanes(4, lane => this.address(operand, 4 * stride * lane));
  }

  private store(operand: number, value: Expression<'v128'>, width: Width): Code {
    const [address, offset] = this.address(operand);
    if (width === 1) return v128.store32_lane(address, value, 0, offset);
    const stride = this.vectorStride(operand);
    if (stride === 1) return v128.store(address, value, offset);
    return storeLanes(4, value, lane => this.address(operand, 4 * stride * lane));
  }
}

function resultIsFloat({name, type}: {name: string; type: string}): boolean {
  return name === 'to-float' || (type === 'float32' && name !== 'to-integer');
}
