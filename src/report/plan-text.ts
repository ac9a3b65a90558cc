import {showShape} from '../model/layers/layer.js';
import type {PreparedCombination, PreparedExperiment} from '../run/prepare.js';
import {stepsPerTrial} from '../run/run-experiment.js';
import {counted, grouped} from './number.js';
import {parametersText, parameterValue} from './parameter-value.js';
import type {Style} from './style.js';
import {textTable} from './text-table.js';

const MOST_ROWS = 200;

/** What would be trained: one row per combination, and the layers of each network that differs. */
export function planText(
  {experiment, combinations, trials}: PreparedExperiment,
  backend: string,
  style: Style,
): string {
  const {parameterNames, seeds, seed} = experiment;
  const head = [...parameterNames, 'windows (train, validation, test)', 'weights', 'steps per trial'];
  const aligns = [...parameterNames.map(() => 'left' as const), 'right' as const, 'right' as const, 'right' as const];
  const rows = combinations.slice(0, MOST_ROWS).map(one => [
    ...parameterNames.map(name => parameterValue(one.combination.parameters[name])),
    Object.values(one.windows.starts)
      .map(starts => grouped(starts.length))
      .join(', '),
    grouped(one.graph.parameterCount),
    grouped(stepsPerTrial(one)),
  ]);
  const hidden = combinations.length - rows.length;
  const steps = combinations.reduce((sum, one) => sum + seeds * stepsPerTrial(one), 0);
  const seedText = seeds === 1 ? `seed ${seed}` : `seeds ${seed} to ${seed + seeds - 1}`;
  return [
    `${style.bold(experiment.name)}: ${counted(combinations.length, 'combination')} x ${seedText} = ${counted(trials.length, 'trial')}, ${counted(steps, 'step')}, on ${backend}`,
    textTable(head, aligns, rows, style),
    ...(hidden > 0 ? [`and ${hidden} more combinations`] : []),
    ...networks(combinations).flatMap(({first, count}) => ['', networkText(first, count, combinations.length, style)]),
    '',
  ].join('\n');
}

/** One combination of each network that differs in more than weights' values. */
function networks(combinations: readonly PreparedCombination[]): {first: PreparedCombination; count: number}[] {
  const found = new Map<string, {first: PreparedCombination; count: number}>();
  for (const one of combinations) {
    const key = JSON.stringify(one.graph.nodes.map(({entry, inputShapes, shape}) => [entry.type, inputShapes, shape]));
    const known = found.get(key);
    if (known) known.count++;
    else found.set(key, {first: one, count: 1});
  }
  return [...found.values()].slice(0, 20);
}

function networkText({graph, combination}: PreparedCombination, count: number, all: number, style: Style): string {
  const which =
    all === 1 || count === all
      ? ''
      : ` of ${parametersText(combination.parameters)}${count > 1 ? ` and ${count - 1} more` : ''}`;
  const inputName = (index: number) => (index < 0 ? 'input' : graph.nodes[index].name);
  const rows = graph.nodes.map(({name, entry, inputs, inputShapes, shape, parameterCount}) => [
    name,
    'activation' in entry ? entry.activation : '',
    inputs.map(inputName).join(', '),
    inputShapes.map(showShape).join(', '),
    showShape(shape),
    grouped(parameterCount),
  ]);
  return `${style.bold(`network${which}`)}\n${textTable(['layer', 'activation', 'takes', 'input shape', 'output shape', 'weights'], ['left', 'left', 'left', 'left', 'left', 'right'], rows, style)}`;
}
