import type {KernelGraph, Operand, Operation, Value, ValueId} from './kernel-graph.js';

/** The graph as text, one operation per line: `%7 float32[32, 20] = Tanh(x: %6)`. */
export function printKernelGraph({values, operations, results, nextState}: KernelGraph): string[] {
  const lines = operations.map(operation => printOperation(operation, values));
  const ends = (named: ReadonlyMap<string, ValueId>, what: string) =>
    [...named].map(([name, value]) => `${what} ${name} = ${nameOf(value, values)}`);
  return [...lines, ...ends(results, 'result'), ...ends(nextState, 'next')];
}

function printOperation({kernel, inputs, attributes, outputs, layer}: Operation, values: readonly Value[]): string {
  const taken = Object.entries(inputs).map(([name, operand]) => `${name}: ${printOperand(operand, values)}`);
  const settings = Object.entries(attributes)
    .filter(([, value]) => value !== undefined && value !== null && value !== false)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const made = outputs.map(output => `%${output} ${values[output].dtype}[${values[output].shape.join(', ')}]`);
  const where = layer === undefined ? '' : `  # ${layer}`;
  return `${made.join(', ')} = ${kernel}(${[...taken, ...settings].join(', ')})${where}`;
}

/** A value, in its shape where it is seen in another one. */
function printOperand({value, shape}: Operand, values: readonly Value[]): string {
  const own = values[value].shape;
  const same = own.length === shape.length && own.every((length, axis) => length === shape[axis]);
  return `${nameOf(value, values)}${same ? '' : ` as [${shape.join(', ')}]`}`;
}

function nameOf(value: ValueId, values: readonly Value[]): string {
  const {origin, shape} = values[value];
  switch (origin.kind) {
    case 'input':
    case 'state':
      return origin.name;
    case 'constant':
      return origin.data.length === 1 ? String(origin.data[0]) : `constant[${shape.join(', ')}]`;
    case 'operation':
      return `%${value}`;
  }
}
