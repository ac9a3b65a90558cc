import {didYouMean} from '../document/did-you-mean.js';
import type {Path} from '../document/path.js';
import {bad, type Checked, good, hintOf, type Place, type Problem} from '../document/problem.js';
import {type LayerEntry, layerKindOf} from './layers/index.js';
import {isMistake, type WeightSpec} from './layers/layer.js';
import type {ModelEntry} from './model-entry.js';
import {type Shape, showShape, sizeOf} from './shape.js';

/** A layer of the graph, in an order in which every input comes before. */
export interface GraphNode {
  readonly entry: LayerEntry;
  readonly name: string;
  /** Indices of the nodes that it takes; -1 is the window. */
  readonly inputs: readonly number[];
  readonly inputShapes: readonly Shape[];
  readonly shape: Shape;
  readonly weights: readonly WeightSpec[];
  readonly parameterCount: number;
}

/** A network whose shapes fit; the last node is the forecast. */
export interface Graph {
  readonly inputShape: Shape;
  readonly nodes: readonly GraphNode[];
  readonly parameterCount: number;
}

/** The most weights of a network: with an optimizer's state and gradients a worker would need gigabytes beyond this. */
const MOST_WEIGHTS = 50_000_000;

type Report = (path: Path, message: string, hint?: string) => void;

/** How many numbers a network gives for a window. */
export interface OutputWidth {
  readonly steps: number;
  readonly targets: number;
}

/** The network of a model entry for windows of [time, features] and forecasts of some steps; or what doesn't fit, placed at its layer. */
export function resolveGraph(
  {layers}: ModelEntry,
  inputShape: Shape,
  output: OutputWidth,
  place: (path: Path, part?: 'key' | 'value') => Place,
): Checked<Graph> {
  const problems: Problem[] = [];
  const report: Report = (path, message, hint) => {
    problems.push({message, place: place(['model', 'layers', ...path]), ...hintOf(hint)});
  };
  const nodes: GraphNode[] = [];
  const named = new Map<string, number>([['input', -1]]);
  for (const [index, entry] of layers.entries()) {
    const inputs = inputsOf(entry, index, named, report);
    nameNode(entry, index, named, report);
    // What comes behind a mistake has no shapes to be checked.
    if (problems.length > 0) continue;
    const node = resolveNode(
      entry,
      index,
      inputs,
      inputs.map(at => (at < 0 ? inputShape : nodes[at].shape)),
      report,
    );
    if (node) nodes.push(node);
  }
  if (problems.length > 0) {
    checkLastUnits(layers, output, report);
    return bad(problems);
  }
  checkWeights(nodes, report);
  checkUse(nodes, report);
  checkOutput(nodes, output, report);
  if (problems.length > 0) return bad(problems);
  return good({inputShape, nodes, parameterCount: countAll(nodes)});
}

/** The nodes that a layer takes: those that it names, or the one before. */
function inputsOf(entry: LayerEntry, index: number, named: ReadonlyMap<string, number>, report: Report): number[] {
  if (entry.inputs === undefined) return [index - 1];
  return entry.inputs.flatMap((name, position) => {
    const found = named.get(name);
    if (found !== undefined) return [found];
    const hint = didYouMean(name, [...named.keys()]);
    report([index, 'inputs', position], `there is no layer '${name}' before this one`, hint);
    return [];
  });
}

function nameNode({name}: LayerEntry, index: number, named: Map<string, number>, report: Report): void {
  if (name === undefined) return;
  if (named.has(name))
    report([index, 'name'], name === 'input' ? `'input' is the window's name` : `two layers are called '${name}'`);
  named.set(name, index);
}

function resolveNode(
  entry: LayerEntry,
  index: number,
  inputs: readonly number[],
  inputShapes: readonly Shape[],
  report: Report,
): GraphNode | undefined {
  const kind = layerKindOf(entry);
  if (kind.inputs === 'one' && inputs.length !== 1) {
    report([index, 'inputs'], `the ${entry.type} layer takes one input, not ${inputs.length}`);
    return undefined;
  }
  if (kind.inputs === 'several' && inputs.length < 2) {
    report([index], `the ${entry.type} layer needs two or more inputs`, 'name layers and list them in inputs');
    return undefined;
  }
  const shape = kind.outputShape(entry, inputShapes);
  if (isMistake(shape)) {
    report([index], `the ${entry.type} layer ${shape.mistake}`, shape.hint);
    return undefined;
  }
  const weights = kind.weights(entry, inputShapes);
  const parameterCount = weights.reduce((sum, weight) => sum + sizeOf(weight.shape), 0);
  const name = entry.name ?? `${entry.type}-${index}`;
  return {entry, name, inputs, inputShapes, shape, weights, parameterCount};
}

function countAll(nodes: readonly GraphNode[]): number {
  return nodes.reduce((sum, node) => sum + node.parameterCount, 0);
}

function checkWeights(nodes: readonly GraphNode[], report: Report): void {
  const count = countAll(nodes);
  if (count <= MOST_WEIGHTS) return;
  const largest = nodes.reduce((most, node, at) => (node.parameterCount > nodes[most].parameterCount ? at : most), 0);
  report([largest], `the network has ${count} weights, most of them here; at most ${MOST_WEIGHTS} are allowed`);
}

/** Every layer has to reach the last one. */
function checkUse(nodes: readonly GraphNode[], report: Report): void {
  const used = new Set<number>([nodes.length - 1]);
  for (let index = nodes.length - 1; index >= 0; index--)
    if (used.has(index)) for (const input of nodes[index].inputs) used.add(input);
  nodes.forEach(({entry}, index) => {
    if (!used.has(index))
      report([index], `the ${entry.type} layer's output is never used`, 'name it in the inputs of a later layer');
  });
}

/** Of a last layer whose inputs nobody knows it is known how many numbers it gives at least. */
function checkLastUnits(layers: readonly LayerEntry[], {steps, targets}: OutputWidth, report: Report): void {
  const last = layers[layers.length - 1];
  const width = steps * targets;
  if (!last || !('units' in last) || last.units === width) return;
  const message = `the last layer gives ${last.units} numbers, but the target is ${showShape([width])}`;
  report([layers.length - 1], message, `end with {type: dense, units: ${width}}`);
}

function checkOutput(nodes: readonly GraphNode[], {steps, targets}: OutputWidth, report: Report): void {
  const {shape} = nodes[nodes.length - 1];
  const width = steps * targets;
  const wanted = showShape([width]);
  if (showShape(shape) === wanted) return;
  report(
    [nodes.length - 1],
    `the last layer's output is ${showShape(shape)}, but the target is ${wanted}${steps > 1 || targets > 1 ? `: ${steps} ${steps === 1 ? 'step' : 'steps'} x ${targets} ${targets === 1 ? 'column' : 'columns'}` : ''}`,
    shape.length > 1
      ? 'put a flatten layer, or a recurrent one without returnSequences, before it'
      : `end with {type: dense, units: ${width}}`,
  );
}
