import {sizeOf} from '../../../model/shape.js';
import type {Buffer, Loop, LoopGraph, LoopOperation, LoopOutput, Node} from './loop-graph.js';
import {isDense, type View} from './view.js';

/** The loops as text: what each writes, and from what. */
export function printLoopGraph({buffers, operations, results, nextState}: LoopGraph): string[] {
  const ends = (named: ReadonlyMap<string, View>, what: string) =>
    [...named].map(([name, view]) => `${what} ${name} = ${printView(view, buffers)}`);
  return [
    ...operations.flatMap(operation => printOperation(operation, buffers)),
    ...ends(results, 'result'),
    ...ends(nextState, 'next'),
  ];
}

function printOperation(operation: LoopOperation, buffers: readonly Buffer[]): string[] {
  const show = (view: View) => printView(view, buffers);
  switch (operation.kind) {
    case 'loop':
      return printLoop(operation, buffers);
    case 'contraction': {
      const terms = operation.terms.map(({a, b}) => `${show(a)} ${show(b)}`);
      const parts = [...(operation.addend ? [show(operation.addend)] : []), ...terms];
      return [`${show(operation.output)} = contraction ${parts.join(' + ') || '0'}`];
    }
    case 'gather':
      return [
        `${show(operation.output)} = gather ${operation.length} each of ${show(operation.source)} at ${operation.pitch} times ${show(operation.indices)}`,
      ];
    case 'scatter-add':
      return [`${show(operation.output)} = scatter-add ${show(operation.source)} at ${show(operation.segments)}`];
    case 'max-pool-gradient':
      return [`${show(operation.output)} = max-pool-gradient of ${show(operation.windows)} with ${show(operation.dy)}`];
  }
}

function printLoop({space, inputs, nodes, outputs}: Loop, buffers: readonly Buffer[]): string[] {
  const uses = new Map<number, number>();
  for (const node of nodes)
    if (node.kind === 'apply') for (const taken of node.arguments) uses.set(taken, (uses.get(taken) ?? 0) + 1);
  for (const {node} of outputs) uses.set(node, (uses.get(node) ?? 0) + 1);
  const lines: string[] = [];
  const texts: string[] = [];
  const printNode = (node: Node): string => {
    switch (node.kind) {
      case 'input':
        return printView(inputs[node.input], buffers);
      case 'constant':
        return String(node.value);
      case 'apply':
        return `${node.name}(${node.arguments.map(taken => texts[taken]).join(', ')})`;
    }
  };
  for (const [index, node] of nodes.entries()) {
    const text = printNode(node);
    // What is used more than once gets a line and a name.
    const named = node.kind === 'apply' && (uses.get(index) ?? 0) > 1;
    texts.push(named ? `t${index}` : text);
    if (named) lines.push(`  t${index} = ${text}`);
  }
  return [
    `loop over [${space.join(', ')}]`,
    ...lines,
    ...outputs.map(output => `  ${printOutput(output, buffers)} = ${reduced(output, texts[output.node])}`),
  ];
}

function printOutput({view, reduction}: LoopOutput, buffers: readonly Buffer[]): string {
  const kept = reduction ? [...view.shape.keys()].filter(axis => !reduction.reduced[axis]) : [...view.shape.keys()];
  return printView(
    {...view, shape: kept.map(axis => view.shape[axis]), strides: kept.map(axis => view.strides[axis])},
    buffers,
  );
}

function reduced({reduction}: LoopOutput, text: string): string {
  return reduction ? `${reduction.kind} of ${text}` : text;
}

/** A buffer's name and shape; where the view is not all of it in order, its start and strides. */
function printView(view: View, buffers: readonly Buffer[]): string {
  const {buffer, shape, strides, offset} = view;
  const whole = isDense(view) && offset === 0 && sizeOf(shape) === buffers[buffer].size;
  const place = whole ? '' : ` from ${offset} by [${strides.join(', ')}]`;
  return `${bufferName(buffer, buffers[buffer])}[${shape.join(', ')}${place}]`;
}

function bufferName(id: number, {origin}: Buffer): string {
  switch (origin.kind) {
    case 'input':
      return origin.name;
    case 'state':
      return origin.names.length === 1 ? origin.names[0] : `${origin.names[0]}..${origin.names.at(-1)}`;
    case 'constant':
      return origin.data.length === 1 ? String(origin.data[0]) : `constant${id}`;
    case 'prepared':
    case 'temporary':
      return `b${id}`;
  }
}
