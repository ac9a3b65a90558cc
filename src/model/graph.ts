import {didYouMean} from '../experiment/did-you-mean.js';
import type {ExperimentFile, Layer as LayerEntry} from '../experiment/experiment-file.generated.js';
import {bad, type Checked, good, type Place, type Problem} from '../experiment/problem.js';
import type {Path} from '../experiment/yaml-file.js';
import {layerInputs, layerShape, layerWeights} from './layers/index.js';
import {isMistake, type Shape, showShape, type WeightSpec} from './layers/layer.js';

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

/** With an optimizer's state and gradients a worker would need gigabytes beyond this. */
const MOST_WEIGHTS = 50_000_000;

/** The network of a model entry for windows of [time, features]; or what doesn't fit, placed at its layer. */
export function resolveGraph(
  {layers}: ExperimentFile['model'],
  inputShape: Shape,
  place: (path: Path, part?: 'key' | 'value') => Place,
): Checked<Graph> {
  const problems: Problem[] = [];
  const named = new Map<string, number>([['input', -1]]);
  const nodes: GraphNode[] = [];
  const report = (path: Path, message: string, hint?: string) => {
    problems.push({message, place: place(path), ...(hint ? {hint} : {})});
  };
  for (const [index, entry] of layers.entries()) {
    const path = ['model', 'layers', index];
    const inputs = inputsOf(entry, index, named, (at, message, hint) => report([...path, ...at], message, hint));
    if (entry.name !== undefined) {
      if (named.has(entry.name))
        report(
          [...path, 'name'],
          entry.name === 'input' ? `'input' is the window's name` : `two layers are called '${entry.name}'`,
        );
      named.set(entry.name, index);
    }
    if (problems.length > 0) continue;
    const inputShapes = inputs.map(at => (at < 0 ? inputShape : nodes[at].shape));
    if (layerInputs(entry) === 'one' && inputs.length !== 1)
      report([...path, 'inputs'], `the ${entry.type} layer takes one input, not ${inputs.length}`);
    if (layerInputs(entry) === 'several' && inputs.length < 2)
      report(path, `the ${entry.type} layer needs two or more inputs`, 'name layers and list them in inputs');
    if (problems.length > 0) continue;
    const shape = layerShape(entry, inputShapes);
    if (isMistake(shape)) {
      report(path, `the ${entry.type} layer ${shape.mistake}`, shape.hint);
      continue;
    }
    const weights = layerWeights(entry, inputShapes);
    const parameterCount = weights.reduce(
      (sum, weight) => sum + weight.shape.reduce((product, length) => product * length, 1),
      0,
    );
    nodes.push({
      entry,
      name: entry.name ?? `${entry.type}-${index}`,
      inputs,
      inputShapes,
      shape,
      weights,
      parameterCount,
    });
  }
  if (problems.length > 0) return bad(problems);
  const largest = nodes.reduce(
    (most, node, index) => (node.parameterCount > nodes[most].parameterCount ? index : most),
    0,
  );
  const parameterCount = nodes.reduce((sum, node) => sum + node.parameterCount, 0);
  if (parameterCount > MOST_WEIGHTS)
    report(
      ['model', 'layers', largest],
      `the network has ${parameterCount} weights, most of them here; at most ${MOST_WEIGHTS} are allowed`,
    );
  for (const index of unusedNodes(nodes))
    report(
      ['model', 'layers', index],
      `the ${nodes[index].entry.type} layer's output is never used`,
      'name it in the inputs of a later layer',
    );
  const last = nodes[nodes.length - 1];
  if (showShape(last.shape) !== '[1]')
    report(
      ['model', 'layers', nodes.length - 1],
      `the last layer's output is ${showShape(last.shape)}, but the target is [1]`,
      last.shape.length > 1
        ? 'put a flatten layer, or a recurrent one without returnSequences, before it'
        : 'end with {type: dense, units: 1}',
    );
  if (problems.length > 0) return bad(problems);
  return good({inputShape, nodes, parameterCount});
}

function inputsOf(
  entry: LayerEntry,
  index: number,
  named: ReadonlyMap<string, number>,
  report: (path: Path, message: string, hint?: string) => void,
): number[] {
  if (entry.inputs === undefined) return [index - 1];
  return entry.inputs.flatMap((name, position) => {
    const found = named.get(name);
    if (found !== undefined) return [found];
    report(['inputs', position], `there is no layer '${name}' before this one`, didYouMean(name, [...named.keys()]));
    return [];
  });
}

function unusedNodes(nodes: readonly GraphNode[]): number[] {
  const used = new Set<number>([nodes.length - 1]);
  for (let index = nodes.length - 1; index >= 0; index--)
    if (used.has(index)) for (const input of nodes[index].inputs) used.add(input);
  return [...nodes.keys()].filter(index => !used.has(index));
}
