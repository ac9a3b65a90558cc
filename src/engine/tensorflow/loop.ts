import type {FunctionDefinition} from './definitions.js';
import {FunctionWriter, type GraphTensor} from './function-writer.js';

/** Tensors by name. */
export type GraphTensors = ReadonlyMap<string, GraphTensor>;

/** The functions that a program consists of. */
export class Library {
  readonly functions: FunctionDefinition[] = [];

  /**
   * Writes a loop into a function: `body` gives the next values of those tensors that change, from all; it goes on while `goesOn`
   * gives true. Gives the tensors after it.
   */
  loop(
    f: FunctionWriter,
    name: string,
    tensors: GraphTensors,
    goesOn: (f: FunctionWriter, now: GraphTensors) => GraphTensor,
    body: (f: FunctionWriter, now: GraphTensors) => GraphTensors,
  ): GraphTensors {
    const given = [...tensors];
    const inside = (suffix: string): [FunctionWriter, GraphTensors] => {
      const writer = new FunctionWriter(`${name}_${suffix}`);
      return [writer, new Map(given.map(([label, tensor]) => [label, writer.parameter(label, tensor)] as const))];
    };
    const [condition, asked] = inside('condition');
    this.functions.push(condition.finish({goesOn: goesOn(condition, asked)}));
    const [once, now] = inside('body');
    const next = body(once, now);
    // A value that was assigned may have been seen in another shape.
    const after = given.map(
      ([label, tensor]) => [label, once.reshape(next.get(label) ?? now.get(label) ?? tensor, tensor.shape)] as const,
    );
    this.functions.push(once.finish(Object.fromEntries(after)));
    const operands = given.map(([, tensor]) => tensor);
    const made = f.add(
      'StatelessWhile',
      operands,
      {
        T: {types: operands.map(({type}) => type)},
        cond: {function: condition.name},
        body: {function: once.name},
        output_shapes: {shapes: operands.map(({shape}) => shape)},
        parallel_iterations: {integer: 1},
      },
      operands,
    );
    return new Map(given.map(([label], index) => [label, made[index]] as const));
  }
}
