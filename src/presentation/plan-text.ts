import {isMapping} from '../document/json-schema.js';
import {parametersText, parameterValue} from '../document/parameter-value.js';
import type {NotCompiled} from '../engine/common/not-compiled.js';
import {showShape} from '../model/shape.js';
import type {PreparedExperiment} from '../plan/prepare.js';
import type {PreparedCombination} from '../plan/prepared-combination.js';
import {stepsPerTrial} from '../run/groups/trial-groups.js';
import type {Refusal} from '../run/not-compiled.js';
import type {Manifest} from '../run/records/manifest.js';
import type {EngineName} from '../training/result.js';
import {enginesText, withReason} from './engines-text.js';
import {fittedTable, left, right} from './fitted-table.js';
import {counted, grouped} from './number.js';
import {printable} from './printable.js';
import type {Screen} from './screen.js';

const USUAL_ROWS = 200;

/** What is going to produce the numbers. */
export interface PlannedToolchain {
  readonly backend: string;
  /** One per combination. */
  readonly engines: readonly EngineName[];
  readonly chosen: NonNullable<Manifest['chosen']>;
  /** What will be trained eagerly although the engine is another one. */
  readonly refusals: readonly Refusal[];
}

/** What would be trained: one row per combination, and the layers of each network that differs. */
export function planText(
  prepared: PreparedExperiment,
  {backend, engines, chosen, refusals}: PlannedToolchain,
  screen: Screen,
  limit = USUAL_ROWS,
): string {
  const {style} = screen;
  const {experiment, combinations, trials, steps} = prepared;
  const {parameterNames, seeds, seed} = experiment;
  const columns = [
    right('trials'),
    ...parameterNames.map(left),
    right('windows (train, validation, test)'),
    right('weights'),
    right('steps per trial'),
  ];
  const rows = combinations.first(limit).map((one, index) => [
    seeds === 1 ? `${index + 1}` : `${index * seeds + 1}-${(index + 1) * seeds}`,
    ...parameterNames.map(name => parameterValue(one.combination.parameters[name])),
    Object.values(one.setup.windows.starts)
      .map(starts => grouped(starts.length))
      .join(', '),
    grouped(one.setup.graph.parameterCount),
    grouped(stepsPerTrial(one)),
  ]);
  const hidden = combinations.length - rows.length;
  const seedText = seeds === 1 ? `seed ${seed}` : `seeds ${seed} to ${seed + seeds - 1}`;
  return [
    `${style.bold(experiment.name)}: ${counted(combinations.length, 'combination')} x ${seedText} = ${counted(trials.length, 'trial')}, ${counted(steps, 'step')}, on ${withReason(backend, chosen.backend)}, ${withReason(enginesText(engines), chosen.engine)}`,
    ...(prepared.search
      ? ['these are trained to begin with; the search chooses the others by what comes of them']
      : []),
    ...shortFormsText(experiment),
    ...inAndOutText(prepared),
    fittedTable(columns, rows, screen),
    ...(hidden > 0
      ? [`and ${grouped(hidden)} more ${hidden === 1 ? 'combination' : 'combinations'}; --limit shows more`]
      : []),
    ...refusals.map(refusal => refusalText(refusal, combinations.length)),
    ...networks(prepared).flatMap(({first, count}) => [
      '',
      networkText(first, {count, all: combinations.length}, screen),
    ]),
    '',
  ].join('\n');
}

const MOST_SHAPES = 5;
const MOST_COLUMNS = 12;

/** What goes into networks and what comes out of them, once for all combinations that are the same in this. */
function inAndOutText({alike}: PreparedExperiment): string[] {
  const found = new Map<string, PreparedCombination>();
  for (const {first} of alike) {
    const text = inAndOut(first);
    if (!found.has(text)) found.set(text, first);
  }
  const lines = [...found].map(([text, {combination}]) =>
    found.size === 1 ? text : `${parametersText(combination.parameters)}: ${text}`,
  );
  const more = lines.length - MOST_SHAPES;
  return [...lines.slice(0, MOST_SHAPES), ...(more > 0 ? [`and ${more} more`] : [])];
}

/** "sees close, r; forecasts close, 24 steps at once". */
function inAndOut({setup: {data}, combination}: PreparedCombination): string {
  const {inputs, targets} = data.dataset;
  const {steps, forecast, normalization} = combination.experiment.window;
  const names = inputs.slice(0, MOST_COLUMNS).map(({name}) => printable(name));
  const more = inputs.length - names.length;
  const told = targets.map(({name, transform}) =>
    transform === 'none' ? printable(name) : `${printable(name)} by its ${transform}`,
  );
  return [
    `sees ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}${normalization === 'none' ? '' : `, windows normalized by ${normalization}`}`,
    `forecasts ${told.join(', ')}${steps === 1 ? '' : `, ${steps} steps ${forecast === 'direct' ? 'at once' : 'one after the other'}`}`,
  ].join('; ');
}

/** What the short forms of an experiment stand for, in its first combination. */
function shortFormsText({file, combinations: [first]}: PreparedExperiment['experiment']): string[] {
  const written = isMapping(file.value) ? file.value : {};
  const {experiment} = first;
  const {data, standardization, window} = experiment;
  const short = Object.entries({data, standardization, window})
    .filter(([key]) => key in written && !isMapping(written[key]))
    .map(([key, entry]) => `${key}: ${parameterValue(withoutAuto(entry))}`);
  const version = 'version' in written ? [] : [`version: ${experiment.version}`];
  const all = [...version, ...short];
  return all.length > 0 ? [`written out: ${all.join(', ')}`] : [];
}

/** An entry without the keys that are left to be found out. */
function withoutAuto(entry: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== 'auto'));
}

/** Which trials will be trained eagerly, and why. */
function refusalText({first, combinations, refused}: Refusal, all: number): string {
  const which =
    combinations === all
      ? 'all trials run'
      : `the trials of ${counted(combinations, 'combination')} (${parametersText(first.combination.parameters)}${combinations > 1 ? ', ...' : ''}) run`;
  return `${which} eagerly: ${notCompiledText(refused)}`;
}

/** Why something can't be compiled, and the layer. */
export function notCompiledText({reason, layer}: NotCompiled): string {
  return layer === undefined ? reason : `${reason} (layer ${layer})`;
}

/** One combination of each network that differs in more than weights' values. */
function networks({alike}: PreparedExperiment): {first: PreparedCombination; count: number}[] {
  const found = new Map<string, {first: PreparedCombination; count: number}>();
  for (const {first, count} of alike) {
    const key = JSON.stringify(
      first.setup.graph.nodes.map(({entry, inputShapes, shape}) => [entry.type, inputShapes, shape]),
    );
    const known = found.get(key);
    if (known) known.count += count;
    else found.set(key, {first, count});
  }
  return [...found.values()].slice(0, 20);
}

function networkText(
  {setup: {graph}, combination}: PreparedCombination,
  {count, all}: {readonly count: number; readonly all: number},
  screen: Screen,
): string {
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
  return `${screen.style.bold(`network${which}`)}\n${fittedTable(LAYER_COLUMNS, rows, screen)}`;
}

const LAYER_COLUMNS = [...['layer', 'activation', 'takes', 'input shape', 'output shape'].map(left), right('weights')];
