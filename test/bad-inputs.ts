/** The experiment that every bad input is a change of; it is fine itself. */
export const GOOD = `version: 1
name: base
data:
  type: csv
  path: good.csv
  columns: [close]
  target: close
window: {length: 4}
model:
  layers:
    - {type: flatten}
    - {type: dense, units: 4, activation: "\${activation}"}
    - {type: dense, units: 1}
training:
  epochs: 1
sweep:
  parameters:
    activation: [linear, tanh]
comparison: {by: activation}
`;

const rows = Array.from({length: 40}, (_, t) => `2020-01-${String((t % 28) + 1).padStart(2, '0')},${100 + t},${t % 7}`);
const dated = rows.map((row, t) => `20${String(20 + Math.floor(t / 28)).padStart(2, '0')}${row.slice(4)}`);

/** CSV files beside the experiments, by name. */
export const FILES: Readonly<Record<string, string>> = {
  'good.csv': `date,close,volume\n${dated.join('\n')}\n`,
  'missing.csv': `date,close,volume\n${dated.join('\n').replace(',105,', ',,').replace(',120,', ',NaN,')}\n`,
  'starts-missing.csv': `date,close,volume\n${dated.join('\n').replace(',100,', ',,')}\n`,
  'words.csv': `date,close,volume\n${dated.join('\n').replace(',107,', ',closed,')}\n`,
  'ragged.csv': `date,close,volume\n${dated.join('\n').replace(/,110,\d/, ',110')}\n`,
  'quotes.csv': `date,close,volume\n2020-01-01,"100,1\n2020-01-02,101,2\n`,
  'twice.csv': `date,close,volume\n${[dated[0], ...dated, dated[30]].toSorted().join('\n')}\n`,
  'headless.csv': `1,2,3\n4,5,6\n7,8,9\n`,
  'empty.csv': '',
  'short.csv': 'date,close,volume\n2020-01-01,100,1\n2020-01-02,101,1\n',
  'unsorted.csv': `date,close,volume\n${[...dated.slice(9), ...dated.slice(0, 9)].join('\n')}\n`,
  'clock.csv': 'date,close\n2024-10-27 02:30,1\n2024-10-27 02:45,2\n2024-10-27 02:00,3\n',
  'two-readings.csv': 'date;close\n2024-01-01;12,345\n2024-01-02;12,5\n2024-01-03;1.5\n',
  'thousands.csv': 'date;close\n2024-01-01;980\n2024-01-02;1.010\n2024-01-03;1.020\n',
  'days.csv': 'date,close\n01/02/2024,1\n01/03/2024,2\n01/04/2024,3\n',
  'counting.csv': '0,1\n5.5,6.5\n7.5,8.5\n',
  'german.csv': `Datum;Kurs\n01.02.2020;1.234,5\n02.02.2020;1.235,5\n`,
};

export interface BadInput {
  readonly name: string;
  readonly text: string;
}

const change = (name: string, from: string, to: string): BadInput => {
  if (!GOOD.includes(from)) throw new Error(`${name}: the good experiment has no '${from}'`);
  return {name, text: GOOD.replace(from, to)};
};
/** Lines of the sweep, and a further parameter; where that is a length, windows have it. */
const sweep = (
  name: string,
  lines: string,
  parameter = '',
  length = parameter === '' ? '4' : '"${length}"',
): BadInput => ({
  name,
  text: GOOD.replace('{length: 4}', `{length: ${length}}`)
    .replace('sweep:', lines === '' ? 'sweep:' : `sweep:\n  ${lines}`)
    .replace('[linear, tanh]', parameter === '' ? '[linear, tanh]' : `[linear, tanh]\n    ${parameter}`),
});
const layers = (name: string, entries: string): BadInput =>
  change(
    name,
    GOOD.slice(GOOD.indexOf('    - {type: flatten}'), GOOD.indexOf('training:')),
    `${entries.replaceAll(/^/gm, '    ')}\n`,
  );
const data = (name: string, entries: string): BadInput =>
  change(
    name,
    GOOD.slice(GOOD.indexOf('  type: csv'), GOOD.indexOf('window:')),
    `${entries.replaceAll(/^/gm, '  ')}\n`,
  );

const tanh = '- {type: dense, units: 4, activation: "${activation}"}';

export const BAD_INPUTS: readonly BadInput[] = [
  // YAML
  {name: 'yaml-empty', text: ''},
  {name: 'yaml-text', text: `|\n  ${GOOD.replaceAll('\n', '\n  ')}`},
  {name: 'yaml-list', text: '- version: 1\n- name: base\n'},
  {name: 'yaml-unclosed', text: 'version: 1\nname: [base\nwindow: {length: 3}\n'},
  {name: 'yaml-tab', text: 'version: 1\ndata:\n\ttype: csv\n'},
  change('yaml-indentation', '  epochs: 1', '  epochs: 1\n shuffle: true'),
  change('yaml-duplicate-key', '  epochs: 1', '  epochs: 1\n  epochs: 2'),
  change('yaml-two-documents', 'comparison: {by: activation}', '---\nversion: 1'),
  change('yaml-unknown-alias', 'window: {length: 4}', 'window: *standard'),
  {
    name: 'yaml-exploding-aliases',
    text: `a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\ne: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\nf: [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]\n`,
  },
  change('yaml-unquoted-reference', 'window: {length: 4}', 'window: {length: ${length}, stride: [${stride}, 2]}'),
  change('yaml-proto', '  epochs: 1', '  __proto__: {epochs: 1}'),
  change('yaml-code', '  epochs: 1', '  epochs: !!js/function "() => 1"'),
  {name: 'yaml-large', text: `# ${'x'.repeat(1 << 20)}\n${GOOD}`},
  {name: 'keys-elsewhere', text: `${GOOD}seeds: 3\nepochs: 5\nlayers: [flatten]\n`},
  change('keys-elsewhere-training', '  epochs: 1', '  epochs: 1\n  learning_rate: 0.1\n  lr: 0.1'),
  {name: 'yaml-carriage-returns', text: GOOD.replaceAll('\n', '\r')},
  {name: 'yaml-wide', text: [...GOOD].join('\0')},
  {name: 'parameter-is-reference', text: GOOD.replace('[linear, tanh]', '"${activation}"')},
  {name: 'key-of-some', text: GOOD.replace('units: 4,', 'units: 4, returnSequences: true,')},
  {name: 'yaml-no-space', text: GOOD.replace('name: base', 'name:base')},
  {name: 'yaml-no-space-after-dash', text: GOOD.replace('- {type: flatten}', '-flatten')},
  {name: 'comparison-twice', text: GOOD.replace('{by: activation}', '{by: activaton, metric: rmse}')},
  // Independent mistakes are told in one round: columns of the data, a key, windows, the comparison.
  {
    name: 'all-at-once',
    text: GOOD.replace('columns: [close]', 'columns: [closing]')
      .replace('  epochs: 1', '  epoch: 1')
      .replace('{by: activation}', '{by: activaton}'),
  },
  {
    name: 'all-at-once-windows',
    text: GOOD.replace('units: 1}', 'units: 1, activaton: tanh}')
      .replace('length: 4', 'length: 400')
      .replace('epochs: 1', 'epochs: 1.5'),
  },
  {
    name: 'shape-of-some',
    text: GOOD.replace('    - {type: flatten}\n', '')
      .replace('type: dense, units: 4', 'type: "${layer}", units: 4')
      .replace('[linear, tanh]', '[linear, tanh]\n    layer: [lstm, dense, gru]'),
  },
  {
    name: 'shape-of-pairs',
    text: GOOD.replace('    - {type: flatten}\n', '')
      .replace('type: dense, units: 4', 'type: "${layer}", units: 4')
      .replace('length: 4', 'length: "${length}"')
      .replace('[linear, tanh]', '[linear, tanh]\n    layer: [lstm, dense]\n    length: [1, 4, 5]'),
  },
  {
    name: 'key-of-some-values',
    text: GOOD.replace('type: dense, units: 4', 'type: "${layer}", units: 4, returnSequences: true')
      .replace('type: flatten', 'type: dense, units: 3')
      .replace('[linear, tanh]', '[linear, tanh]\n    layer: [lstm, dense, gru]'),
  },
  {
    name: 'value-for-some',
    text: GOOD.replace(
      'type: dense, units: 4, activation',
      'type: "${layer}", units: 4, rate: "${rate}", activation',
    ).replace('[linear, tanh]', '[linear, tanh]\n    layer: [dropout, dense]\n    rate: [0.5, 2]'),
  },
  // What a slip hides is told with it, and what comes of it is not.
  change('slip-hides-slips', 'model:\n  layers:', 'model:\n  layer:\n    - {typ: dense, unit: many}'),
  change(
    'split-beside-columns',
    'columns: [close]',
    'columns: [closing]\n  time: date\n  split: {validation: 2030-01-01, test: 2031-01-01}',
  ),
  {
    name: 'features-beside-file',
    text: GOOD.replace('good.csv', 'nowhere.csv').replace('window:', 'features: [lag]\nwindow:'),
  },
  change(
    'missing-beside-split',
    '  path: good.csv',
    '  path: missing.csv\n  time: date\n  split: {validation: 2030-01-01, test: 2031-01-01}',
  ),
  change('reference-elsewhere', '"${activation}"', '"{{activation}}"'),
  change('reference-to-nothing', 'columns: [close]', 'columns: ["${column}"]'),
  change('number-as-text', 'epochs: 1', 'epochs: "10"\n  batchSize: 1_000'),
  change('number-for-name', 'activation: "${activation}"}', 'activation: 5, useBias: "${activation}"}'),
  change('expect-not-text', 'comparison: {by: activation}', 'expect: [5, test_rmze < 1]'),
  change('data-time-as-input', 'columns: [close]', 'time: date\n  columns: [date, close]'),
  change('missing-of-pandas', 'target: close', 'target: close\n  missing: ffill'),
  change('part-misspelled', 'model:', 'Model:'),
  change(
    'sweep-misspelled',
    'parameters:\n    activation: [linear, tanh]',
    'parametrs:\n    activation: [linear, tahn]',
  ),
  {
    name: 'parameter-misspelled',
    text: GOOD.replace(
      '    - {type: flatten}',
      '    - {type: dense, units: 2, activation: "${activation}"}\n    - {type: flatten}',
    ).replace('    activation:', '    activations:'),
  },
  {
    name: 'parts-elsewhere',
    text: GOOD.replace('window: {length: 4}', 'window_size: 4')
      .replace('model:\n  layers:', 'layers:')
      .replaceAll('\n    - ', '\n  - '),
  },
  change('target-twice-wrong', 'target: close', 'target: [{col: close}, {column: 1.5}]'),
  change(
    'key-in-a-value',
    'training:\n  epochs: 1\nsweep:\n  parameters:',
    'training: {epochs: 1, optimizer: "${opt}"}\nsweep:\n  parameters:\n    opt: {slow: {type: sgd, learningrate: "${lr}"}, fast: {type: adam, learningRate: "${lr}"}}\n    lr: [0.1, 0.2]',
  ),
  change('bounds-and-type', 'epochs: 1', 'epochs: 0.5'),
  change('look-back-of-Keras', 'window: {length: 4}', 'window: {lookback: 4}'),
  {
    name: 'training-beside-columns',
    text: GOOD.replace('columns: [close]', 'columns: [closing]').replace(
      'epochs: 1',
      'epochs: 1\n  learningRateSchedule: {type: piecewise-constant, boundaries: [1, 2], factors: [0.5]}',
    ),
  },
  change(
    'layers-and-output',
    '- {type: dense, units: 4, activation: "${activation}"}\n    - {type: dense, units: 1}',
    '- {type: lstm, units: 4, activation: "${activation}"}\n    - {type: dense, units: 3}',
  ),
  change('yaml-thousands', 'epochs: 1', 'epochs: 1,000'),
  {
    name: 'yaml-thousands-in-braces',
    text: GOOD.replace('training:\n  epochs: 1', 'training: {epochs: 1,000, batchSize: 2}'),
  },
  {
    name: 'yaml-section-unread',
    text: GOOD.replace('length: 4}', 'lenght: 4}')
      .replace('{type: flatten}', '{type: flatten')
      .replace('epochs: 1', 'epochs: "1"')
      .replace('tanh]', 'tahn]'),
  },
  {name: 'yaml-two-colons', text: GOOD.replace('window: {length: 4}', 'window: length: 4')},
  {name: 'yaml-brace-without-space', text: GOOD.replace('window: {', 'window:{')},
  change('yaml-colon-and-reference', 'activation: "${activation}"', 'activation:"${activation}"'),
  change('yaml-wide-colon', 'name: base', 'name： base'),
  change('yaml-wide-space', '  epochs: 1', '\u3000epochs: １'),
  change('yaml-decimal-commas', 'target: close', 'target: close\n  split: {train: 0,7, validation: 0,15, test: 0,15}'),
  change('learning-rate-of-training', 'epochs: 1', 'epochs: 1\n  learningRate: 0.1'),
  change('reference-with-blank', '"${activation}"', '"${activation} "'),
  change('yaml-merge-of-nothing', '{type: flatten}', '{<<: 5, type: flatten}'),
  change('yaml-decimal-comma', '  epochs: 1', '  optimizer: {type: adam, learningRate: 0,001, beta1: 2}'),
  change('yaml-twice-and-more', 'epochs: 1', 'epochs: 1\n  epochs: 2\n  epoch: 3'),
  change('yaml-colon-in-braces', 'units: 4,', 'units:4.5,'),
  change('yaml-list-apart', '    - {type: flatten}\n', '    - type: flatten\n   - type: flatten\n'),
  change('yaml-text-and-more', 'epochs: 1', 'epochs: @one\n  batchSize: many'),
  // Schema
  change('schema-version', 'version: 1', 'version: 2'),
  change('schema-no-name', 'name: base\n', ''),
  change('schema-name', 'name: base', 'name: ../base'),
  change('schema-unknown-key', 'training:', 'traning:'),
  change('schema-unknown-layer-key', 'units: 4, activation', 'unit: 4, activation'),
  change('schema-type-of-value', '  epochs: 1', '  epochs: many'),
  change('schema-fraction', '  epochs: 1', '  epochs: 1.5'),
  change('schema-minimum', '  epochs: 1', '  epochs: 0'),
  change('schema-activation', 'activation: [linear, tanh]', 'activation: [linear, tanhh]'),
  change('schema-layer-type', '{type: flatten}', '{type: flaten}'),
  change('schema-layer-name', '- {type: flatten}', '- flat'),
  change('schema-no-layer-type', '{type: flatten}', '{units: 3}'),
  change('schema-optimizer', '  epochs: 1', '  optimizer: {type: adamw}\n  epochs: 1'),
  change('schema-optimizer-name', '  epochs: 1', '  optimizer: adamm\n  epochs: 1'),
  change('schema-optimizer-key', '  epochs: 1', '  optimizer: {type: adam, momentum: 0.9}\n  epochs: 1'),
  change('schema-learning-rate', '  epochs: 1', '  optimizer: {type: adam, learningRate: -0.1}\n  epochs: 1'),
  change('schema-infinite-rate', '  epochs: 1', '  optimizer: {type: adam, learningRate: .inf}\n  epochs: 1'),
  change('schema-infinite-margin', '{by: activation}', '{by: activation, margin: .inf}'),
  change('schema-no-number', 'type: csv', 'type: csv\n  split: {train: .nan, validation: 0.2, test: 0.2}'),
  change('schedule-type', '  epochs: 1', '  learningRateSchedule: {type: cosine, decaySteps: 10}\n  epochs: 1'),
  change(
    'schedule-without-steps',
    '  epochs: 1',
    '  learningRateSchedule: {type: exponential-decay, decayRate: 0.9}\n  epochs: 1',
  ),
  change(
    'schedule-factors',
    '  epochs: 1',
    '  learningRateSchedule: {type: piecewise-constant, boundaries: [5, 9], factors: [0.1]}\n  epochs: 1',
  ),
  change(
    'schedule-boundaries',
    '  epochs: 1',
    '  learningRateSchedule: {type: piecewise-constant, boundaries: [9, 5], factors: [0.1, 0.2]}\n  epochs: 1',
  ),
  change('schema-loss', '  epochs: 1', '  loss: rmse\n  epochs: 1'),
  change('schema-standardization', 'window:', 'standardization: {type: zscore}\nwindow:'),
  change('schema-backend', 'window:', 'backend: gpu\nwindow:'),
  change('schema-data-type', 'type: csv', 'type: cvs'),
  change('schema-dropout-rate', '{type: flatten}', '{type: dropout, rate: 1}'),
  change('schema-seeds', 'sweep:', 'sweep:\n  seeds: 0'),
  change('schema-metric', '{by: activation}', '{by: activation, metric: test_rsme}'),
  change('schema-no-layers', GOOD.slice(GOOD.indexOf('  layers:'), GOOD.indexOf('training:')), '  layers: []\n'),
  change('schema-not-a-mapping', 'window: {length: 4}', 'window: [4]'),
  // References and the grid
  change('reference-undefined', '${activation}', '${activaton}'),
  change('reference-under-unknown-key', 'activation: "${activation}"', 'activatoin: "${activation}"'),
  change('reference-unclosed', '"${activation}"', '"${activation"'),
  change('reference-unused', 'activation: "${activation}"', 'activation: tanh'),
  change('reference-in-sweep', 'name: base', 'name: "${activation}"'),
  change('reference-wrong-type', 'window: {length: 4}', 'window: {length: "${activation}"}'),
  change('grid-empty', '[linear, tanh]', '[]'),
  change('grid-twice', '[linear, tanh]', '[linear, linear]'),
  change('grid-name', '    activation: [linear, tanh]', '    activation: [linear, tanh]\n    1st: [1]'),
  {
    name: 'grid-too-large',
    text: GOOD.replace('{length: 4}', '{length: "${window}"}').replace(
      '    activation: [linear, tanh]',
      `    activation: [linear, tanh]\n    window: [${Array.from({length: 1001}, (_, n) => n + 1).join(', ')}]\n  seeds: 1000`,
    ),
  },
  // Strategies, ranges, rules and conditional parameters
  sweep('strategy-unknown', 'strategy: sobel\n  trials: 3'),
  sweep('strategy-without-trials', 'strategy: random'),
  sweep('strategy-grid-with-trials', 'trials: 3'),
  sweep('strategy-list-without-list', 'strategy: list'),
  sweep('strategy-too-few', 'strategy: random\n  trials: 3'),
  sweep('range-turned', 'strategy: random\n  trials: 3', 'length: {from: 5, to: 2}'),
  sweep('range-in-grid', '', 'length: {from: 2, to: 5}'),
  sweep('range-fractions', 'strategy: random\n  trials: 3', 'length: {from: 2, to: 5}'),
  sweep('range-log-from-zero', 'strategy: random\n  trials: 3', 'length: {from: 0, to: 5, scale: log}'),
  sweep('range-key', 'strategy: random\n  trials: 3', 'length: {from: 2, to: 5, integr: true}'),
  sweep('range-text', 'strategy: random\n  trials: 3', 'length: {from: two, to: 5, integer: true}'),
  sweep('choices-weights', '', 'length: {choices: [2, 3], weights: [1, 2, 3]}'),
  sweep('named-twice', '', 'length: {short: 2, small: 2}'),
  sweep('named-wrong', '', 'length: {short: 2, long: many}'),
  sweep(
    'range-called-elsewhere',
    'strategy: random\n  trials: 3',
    'length: {min: 2, max: 5, distribution: int_uniform}',
  ),
  sweep('range-type-elsewhere', 'strategy: random\n  trials: 3', 'length: {type: int, low: 2, high: 5}'),
  sweep('normal-called-elsewhere', 'strategy: random\n  trials: 3', 'length: {mu: 3, sigma: 1, integer: true}'),
  sweep('strategy-called-elsewhere', 'strategy: tpe\n  trials: 3'),
  sweep('range-too-fine', 'strategy: random\n  trials: 2', 'length: {from: 1e15, to: 1e16, step: 0.5}'),
  sweep(
    'range-turned-with-include',
    'strategy: random\n  trials: 2\n  include: [{length: 5}]',
    'length: {from: 4, to: 1, integer: true}',
  ),
  {
    name: 'shapes-of-a-search',
    text: GOOD.replace('units: 1}', 'units: "${out}"}')
      .replace('length: 4', 'length: 4, steps: "${steps}"')
      .replace('  parameters:', '  strategy: halving\n  trials: 5\n  parameters:\n    steps: [1, 2]\n    out: [1, 2]'),
  },
  sweep('range-endless-steps', 'strategy: random\n  trials: 2', 'length: {from: 0, to: 5, step: 1e-300}'),
  sweep('points-of-normal', '', 'length: {mean: 3, deviation: 1, integer: true}'),
  sweep(
    'trials-times-seeds',
    'strategy: random\n  trials: 2000\n  seeds: 10000',
    'length: {from: 2, to: 5000, integer: true}',
  ),
  sweep(
    'list-stands-for-millions',
    'strategy: list\n  combinations: [{activation: tanh}]',
    'length: {from: 2, to: 5000000, integer: true}',
  ),
  sweep(
    'draws-too-rare',
    'strategy: random\n  trials: 5\n  exclude: [{length: "> 3"}]',
    'length: {from: 2, to: 500, integer: true}',
  ),
  sweep('parameter-is-column', '', 'seed: [2, 3]', '"${seed}"'),
  sweep('parameter-is-metric', '', 'test_rmse: [2, 3]', '"${test_rmse}"'),
  sweep(
    'parameters-without-end',
    '',
    `length: ["\${a0}"]\n    a0: ["\${a1}\${a1}"]${Array.from({length: 25}, (_, at) => `\n    a${at + 1}: ["\${a${at + 2}}\${a${at + 2}}"]`).join('')}\n    a26: [2]`,
  ),
  sweep('search-endless-window', 'strategy: bayesian\n  trials: 5', 'length: {from: 2, to: 5}'),
  sweep('list-unused', 'strategy: list\n  combinations: [{activation: tanh}, {activation: tanh, depth: 2}]'),
  sweep('exclude-unknown', 'exclude: [{activatoin: tanh}]'),
  sweep('exclude-value', 'exclude: [{activation: tahn}]'),
  sweep('exclude-idle', "exclude: [{length: '> 9'}]", 'length: [2, 3]'),
  sweep('exclude-all', 'exclude: [{activation: [linear, tanh]}]'),
  sweep('exclude-operator', "exclude: [{length: '> many'}]", 'length: [2, 3]'),
  sweep('include-there', 'include: [{activation: tanh}]'),
  sweep('include-name', 'include: [{activation: tanh, length: lnog}]', 'length: {short: 2, long: 3}'),
  sweep(
    'list-lacks',
    'strategy: list\n  combinations: [{activation: tanh, length: 2}, {activation: linear}]',
    '',
    '"${length}"',
  ),
  sweep('list-twice', 'strategy: list\n  combinations: [{activation: tanh}, {activation: tanh}]'),
  sweep('conditional-circle', '', 'length: ["${other}"]\n    other: ["${length}"]'),
  sweep('conditional-unused', '', 'other: ["${length}"]\n    length: [2]', '4'),
  sweep('conditional-place', '', 'length: {a: "${rows}", b: 3}\n    rows: [2, two]'),
  change('comparison-by', '{by: activation}', '{by: activations}'),
  // Data
  change('data-no-file', 'path: good.csv', 'path: god.csv'),
  change('data-folder', 'path: good.csv', 'path: .'),
  change('data-no-package', 'path: good.csv', 'path: npm:no-such-package-here/data.csv'),
  change('data-no-package-file', 'path: good.csv', 'path: npm:yaml/data.csv'),
  change('data-no-column', 'columns: [close]', 'columns: [closing]'),
  change('data-no-column-number', 'columns: [close]', 'columns: [9]'),
  change('data-no-target', '  columns: [close]\n  target: close\n', '  time: date\n'),
  change('data-missing', 'good.csv', 'missing.csv'),
  change('data-fill-first', 'path: good.csv', 'path: starts-missing.csv\n  missing: forward-fill'),
  change('data-interpolate-first', 'path: good.csv', 'path: starts-missing.csv\n  missing: interpolate'),
  change('data-word', 'good.csv', 'words.csv'),
  change('data-text-column', 'columns: [close]', 'columns: [date]'),
  change('data-ragged', 'good.csv', 'ragged.csv'),
  change('data-quotes', 'good.csv', 'quotes.csv'),
  change('data-twice', 'path: good.csv', 'path: twice.csv\n  time: date'),
  change('data-headless', 'good.csv', 'headless.csv'),
  change('data-empty', 'good.csv', 'empty.csv'),
  change('data-unsorted', 'path: good.csv', 'path: unsorted.csv\n  time: date'),
  change('data-clock', 'path: good.csv', 'path: clock.csv\n  time: date'),
  change('data-zone', 'path: good.csv', 'path: good.csv\n  time: date\n  timeZone: Berlin'),
  change('data-time-format', 'path: good.csv', 'path: good.csv\n  time: date\n  timeFormat: yyyy-mm-dd'),
  change('data-encoding', 'path: good.csv', 'path: good.csv\n  encoding: utf8000'),
  change('data-two-readings', 'good.csv', 'two-readings.csv'),
  change('data-thousands', 'good.csv', 'thousands.csv'),
  change('data-two-days', 'path: good.csv', 'path: days.csv\n  time: date'),
  change('data-counting', 'good.csv', 'counting.csv'),
  change('data-time', 'path: good.csv', 'path: good.csv\n  time: close\n  timeFormat: DD.MM.YYYY'),
  change(
    'data-decimal',
    '  path: good.csv\n  columns: [close]\n  target: close',
    '  path: german.csv\n  decimal: "."\n  columns: [Kurs]\n  target: Kurs',
  ),
  change('data-split', 'target: close', 'target: close\n  split: {train: 0.7, validation: 0.2, test: 0.2}'),
  change('data-short', 'good.csv', 'short.csv'),
  change('data-window-too-long', '{length: 4}', '{length: 40}'),
  change('data-no-look-back', '{length: 4}', '{length: 6, lookBack: false}'),
  data('data-inline-lengths', 'type: inline\nvalues: {a: [1, 2, 3], b: [1, 2]}\ntarget: a'),
  data('data-inline-text', 'type: inline\nvalues: [1, two, 3]'),
  data('data-synthetic-component', 'type: synthetic\nrows: 100\ncomponents: [{type: sinus, period: 5}]'),
  data(
    'data-synthetic-explodes',
    'type: synthetic\nrows: 4000\ncomponents: [{type: autoregressive, coefficients: [2]}]',
  ),
  // Shapes
  layers('shape-output', `- {type: flatten}\n${tanh}\n- {type: dense, units: 2}`),
  layers('shape-no-flatten', `${tanh}\n- {type: dense, units: 1}`),
  layers(
    'shape-recurrent-after-flatten',
    `- {type: flatten}\n- {type: lstm, units: 3, activation: "\${activation}"}\n- {type: dense, units: 1}`,
  ),
  layers(
    'shape-recurrent-chain',
    `- {type: gru, units: 3, activation: "\${activation}"}\n- {type: lstm, units: 3}\n- {type: dense, units: 1}`,
  ),
  layers(
    'shape-add',
    `- {type: flatten, name: flat}\n- {type: dense, units: 3, name: three, activation: "\${activation}"}\n- {type: add, inputs: [flat, three]}\n- {type: dense, units: 1}`,
  ),
  layers(
    'shape-concatenate',
    `- {type: lstm, units: 3, name: memory, activation: "\${activation}"}\n- {type: concatenate, inputs: [memory, input]}\n- {type: dense, units: 1}`,
  ),
  layers(
    'shape-axis',
    `- {type: lstm, units: 3, name: memory, activation: "\${activation}"}\n- {type: lstm, units: 2, name: other, inputs: [input]}\n- {type: concatenate, axis: 2, inputs: [memory, other]}\n- {type: dense, units: 1}`,
  ),
  layers(
    'graph-unknown-input',
    `- {type: flatten, name: flat}\n- {type: dense, units: 1, inputs: [flatt], activation: "\${activation}"}`,
  ),
  layers(
    'graph-later-input',
    `- {type: flatten, inputs: [last]}\n- {type: dense, units: 1, name: last, activation: "\${activation}"}`,
  ),
  layers(
    'graph-name-twice',
    `- {type: flatten, name: a}\n- {type: dense, units: 1, name: a, activation: "\${activation}"}`,
  ),
  layers('graph-input-name', `- {type: flatten, name: input}\n- {type: dense, units: 1, activation: "\${activation}"}`),
  layers(
    'graph-two-inputs',
    `- {type: flatten, name: a}\n- {type: dense, units: 1, inputs: [a, a], activation: "\${activation}"}`,
  ),
  layers(
    'graph-one-input',
    `- {type: flatten}\n- {type: add}\n- {type: dense, units: 1, activation: "\${activation}"}`,
  ),
  layers(
    'graph-unused-layer',
    `- {type: flatten, name: flat}\n- {type: dense, units: 3, activation: "\${activation}"}\n- {type: dense, units: 1, inputs: [flat]}`,
  ),
  layers(
    'shape-too-large',
    `- {type: flatten}\n- {type: dense, units: 100000, activation: "\${activation}"}\n- {type: dense, units: 100000}\n- {type: dense, units: 1}`,
  ),
  // expect
  expected('expect-metric', 'test_rsme of tanh < linear'),
  expected('expect-value', '"test_rmse of tanhh < linear"'),
  expected('expect-parameter', 'test_rmse of activaton=tanh < 1'),
  expected('expect-value-of-parameter', 'test_rmse of activation=tan < 1'),
  expected('expect-no-operator', 'best test_mase'),
  expected('expect-one-equals-sign', 'failed = 0'),
  expected('expect-no-right-side', 'failed =='),
  expected('expect-two-comparisons', '0 < test_rmse < 1'),
  expected('expect-which', 'best failed < 1'),
  expected('expect-number', '{failed: 0}'),
  expected('expect-reference', '"test_rmse of ${activation} < 1"'),
];

function expected(name: string, line: string): BadInput {
  return {name, text: `${GOOD}expect:\n  - failed == 0\n  - ${line}\n`};
}
