import type {Shape} from '../../../model/shape.js';
import {sizeOf} from '../../../model/shape.js';
import {axesOf} from '../../common/graph/attributes.js';
import type {DataType, KernelGraph, Operand, Operation, Value, ValueId} from '../../common/graph/kernel-graph.js';
import {sameShape} from '../../common/graph/shapes.js';
import {producersOf, usesOf} from './producers.js';

/**
 * Sums of matrix products as one product. The gradients of weights that are used at every time step are such sums:
 * a1' b1 + a2' b2 is [a1; a2]' [b1; b2]; biases have sums over the batch in place of products. So is what recurrent layers
 * compute at each step: x W + h U + bias is [x, h, 1] [W; U; bias], whose second part is the same at every step.
 */
export function mergeSums(graph: KernelGraph): KernelGraph {
  return new Merging(graph).merged();
}

class Merging {
  private readonly values: Value[];
  private readonly producers: ReadonlyMap<ValueId, Operation>;
  private readonly uses: ReadonlyMap<ValueId, number>;
  private readonly operations: Operation[] = [];
  /** Columns of ones, by their shapes. */
  private readonly columns = new Map<string, Operand>();

  constructor(private readonly graph: KernelGraph) {
    this.values = [...graph.values];
    this.producers = producersOf(graph);
    this.uses = usesOf(graph);
  }

  merged(): KernelGraph {
    for (const operation of this.graph.operations) this.write(operation);
    return {...this.graph, values: this.values, operations: this.operations};
  }

  private write(operation: Operation): void {
    if (operation.kernel !== 'Add') return void this.operations.push(operation);
    const leaves = this.leaves(operation);
    const groups = groupsOf(leaves, one => this.keyOf(one));
    const below = groups.map(group => (group.length === 1 ? group[0] : this.oneBelowTheOther(group)));
    const parts = this.sideBySide(below, operation);
    if (parts.length === leaves.length) return void this.operations.push(operation);
    const [output] = operation.outputs;
    const {shape, dtype} = this.values[output];
    const [first, ...rest] = parts;
    if (rest.length === 0) {
      this.operations.push({...operation, kernel: 'Identity', inputs: {x: {...first, shape}}});
      return;
    }
    let sum = first;
    rest.forEach((part, index) => {
      const inputs = {a: sum, b: part};
      if (index === rest.length - 1) this.operations.push({...operation, inputs});
      else sum = this.emit('Add', inputs, {}, shape, dtype, operation);
    });
  }

  /** What a sum adds up, through sums of the same shape that nobody else takes. */
  private leaves({inputs, outputs: [output]}: Operation): Operand[] {
    const {shape} = this.values[output];
    return [inputs.a, inputs.b].flatMap(operand => {
      const made = this.producers.get(operand.value);
      const inner = made?.kernel === 'Add' && this.uses.get(operand.value) === 1;
      const whole = sameShape(operand.shape, shape) && sameShape(this.values[operand.value].shape, shape);
      return inner && whole && made ? this.leaves(made) : [operand];
    });
  }

  /** What makes an operand that nobody else takes. */
  private ownProducer(operand: Operand, kernel: string): Operation | undefined {
    const made = this.producers.get(operand.value);
    return made?.kernel === kernel && this.uses.get(operand.value) === 1 ? made : undefined;
  }

  /** Equal for what can be merged by putting one below the other. */
  private keyOf(operand: Operand): string | undefined {
    const product = this.ownProducer(operand, 'BatchMatMul');
    if (product) {
      const {inputs, attributes} = product;
      if (!attributes.transposeA || attributes.transposeB) return undefined;
      return JSON.stringify(['product', inputs.a.shape, inputs.b.shape, operand.shape]);
    }
    const sum = this.ownProducer(operand, 'Sum');
    if (!sum) return undefined;
    return JSON.stringify(['sum', sum.inputs.x.shape, sum.attributes.axis, sum.attributes.keepDims, operand.shape]);
  }

  private oneBelowTheOther(group: readonly Operand[]): Operand {
    const made = group.flatMap(({value}) => this.producers.get(value) ?? []);
    const [first] = made;
    const {shape} = this.values[first.outputs[0]];
    const joined = (name: string, axis: number) =>
      this.concat(
        made.map(({inputs}) => inputs[name]),
        axis,
        first,
      );
    const rows = (name: string) => joined(name, first.inputs[name].shape.length - 2);
    const inputs: Operation['inputs'] =
      first.kernel === 'Sum'
        ? {x: joined('x', axesOf(first.attributes.axis, first.inputs.x.shape.length)[0])}
        : {a: rows('a'), b: rows('b')};
    return {...this.emit(first.kernel, inputs, first.attributes, shape, 'float32', first), shape: group[0].shape};
  }

  /** Two or more products of the sum, and a row that is added to all of theirs, become one product. */
  private sideBySide(parts: readonly Operand[], operation: Operation): readonly Operand[] {
    const {shape} = this.values[operation.outputs[0]];
    const products = this.sameProducts(parts, shape);
    if (products.length < 2) return parts;
    const made = this.madeShape(products[0].made);
    const batch = made.slice(0, -2);
    const [rows, columns] = made.slice(-2);
    const row = parts.find(operand => sameShape(operand.shape, [...batch, 1, columns]) && rows > 1);
    const a = products.map(({made}) => made.inputs.a);
    const b = products.map(({made}) => made.inputs.b);
    if (row) {
      a.push(this.ones([...batch, rows, 1]));
      b.push(row);
    }
    const inputs = {
      a: this.concat(a, batch.length + 1, operation),
      b: this.concat(b, batch.length, operation),
    };
    const merged = this.emit('BatchMatMul', inputs, {transposeA: false, transposeB: false}, made, 'float32', operation);
    const gone = new Set([...products.map(({operand}) => operand), ...(row ? [row] : [])]);
    return [{...merged, shape}, ...parts.filter(part => !gone.has(part))];
  }

  /** Products that are seen in the sum's shape, and were all made in one: of a single row the sum may not have that axis. */
  private sameProducts(parts: readonly Operand[], shape: Shape): readonly {operand: Operand; made: Operation}[] {
    const products = parts.flatMap(operand => {
      const made = this.ownProducer(operand, 'BatchMatMul');
      const plain = made && !made.attributes.transposeA && !made.attributes.transposeB;
      return plain && sameShape(operand.shape, shape) && this.sameBatch(made) ? [{operand, made}] : [];
    });
    return products.filter(({made}) => sameShape(this.madeShape(made), this.madeShape(products[0].made)));
  }

  private madeShape({outputs: [output]}: Operation): Shape {
    return this.values[output].shape;
  }

  private sameBatch(product: Operation): boolean {
    const {inputs} = product;
    const batch = this.madeShape(product).slice(0, -2);
    return [inputs.a, inputs.b].every(({shape}) => sameShape(shape.slice(0, -2), batch));
  }

  private ones(shape: Shape): Operand {
    const key = shape.join();
    const known = this.columns.get(key);
    if (known) return known;
    const data = new Float32Array(sizeOf(shape)).fill(1);
    this.values.push({shape, dtype: 'float32', origin: {kind: 'constant', data}});
    const made = {value: this.values.length - 1, shape};
    this.columns.set(key, made);
    return made;
  }

  private concat(operands: readonly Operand[], axis: number, like: Operation): Operand {
    const shape = operands[0].shape.map((length, at) =>
      at === axis ? operands.reduce((sum, one) => sum + one.shape[axis], 0) : length,
    );
    const inputs = Object.fromEntries(operands.map((operand, index) => [String(index), operand]));
    return this.emit('Concat', inputs, {axis}, shape, this.values[operands[0].value].dtype, like);
  }

  private emit(
    kernel: string,
    inputs: Operation['inputs'],
    attributes: Operation['attributes'],
    shape: Shape,
    dtype: DataType,
    {layer}: Operation,
  ): Operand {
    this.values.push({shape, dtype, origin: {kind: 'operation'}});
    const value = this.values.length - 1;
    this.operations.push({kernel, inputs, attributes, outputs: [value], layer});
    return {value, shape};
  }
}

function groupsOf(operands: readonly Operand[], keyOf: (operand: Operand) => string | undefined): Operand[][] {
  const groups = new Map<string, Operand[]>();
  operands.forEach((operand, index) => {
    const key = keyOf(operand) ?? `alone ${index}`;
    const group = groups.get(key);
    if (group) group.push(operand);
    else groups.set(key, [operand]);
  });
  return [...groups.values()];
}
