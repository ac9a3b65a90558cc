// Short forms of an experiment, and names that users of Keras, scikit-learn, PyTorch and pandas type.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {Rig} from './rig.js';

const rig = new Rig();
rig.write(
  'prices.csv',
  `date,close\n${Array.from({length: 80}, (_, index) => `${new Date(Date.UTC(2020, 0, 1 + index)).toISOString().slice(0, 10)},${10 + (index % 9)}.5\n`).join('')}`,
);
rig.write('values.json', JSON.stringify(Array.from({length: 80}, (_, index) => ({y: index % 7}))));

const LONG = `version: 1
name: long
data: {type: csv, path: prices.csv}
window: {length: 20}
model: {layers: [{type: flatten}, {type: dense, units: 1}]}
`;

test('data: FILE, window: NUMBER and no version say what their full forms say', async () => {
  // The only column of numbers is close: the date is one that looks like a time.
  const shorts = LONG.replace('version: 1\n', '')
    .replace('{type: csv, path: prices.csv}', 'prices.csv')
    .replace('{length: 20}', '20');
  const named = (text: string) => text.replace('type: csv', 'type: json').replace('prices.csv', 'values.json');
  rig.write('long.yaml', named(LONG));
  rig.write('short.yaml', named(shorts));
  const [long, short] = [
    await rig.tfsweep(['run', 'long.yaml', '--json']),
    await rig.tfsweep(['run', 'short.yaml', '--json']),
  ];
  assert.is(short.code, 0, short.stderr);
  assert.is(JSON.parse(short.stdout).run, JSON.parse(long.stdout).run);
  const plan = await rig.tfsweep(['plan', 'short.yaml']);
  assert.match(
    plan.stdout,
    /written out: version: 1, data: \{type: json, path: values\.json, .*\}, window: \{length: 20, horizon: 1, steps: 1, forecast: direct, stride: 1, samplingRate: 1, lookBack: true, normalization: none\}/,
  );
  assert.not.match((await rig.tfsweep(['plan', 'long.yaml'])).stdout, /written out/);
});

test('a parameter may be a file or a length', async () => {
  const text = `name: sweep
data: values.json
window: "\${window}"
model: {layers: [flatten, {type: dense, units: 1}]}
sweep: {parameters: {window: [5, {length: 6, stride: 2}]}}
`;
  rig.write('sweep.yaml', text);
  const {code, stdout, stderr} = await rig.tfsweep(['check', 'sweep.yaml']);
  assert.is(code, 0, stderr);
  assert.match(stdout, /2 trials/);
});

test('a mapping takes the keys of others by <<, its own ones first, then those of the first one', async () => {
  const text = `name: merged
data: values.json
window: 5
model:
  layers:
    - flatten
    - &wide {type: dense, units: 8, activation: tanh}
    - {units: 3, <<: [*wide, {activation: relu, useBias: false}]}
    - {<<: *wide, units: 1, activation: linear}
training: {epochs: 1}
`;
  rig.write('merged.yaml', text);
  const {stdout, stderr: said} = await rig.tfsweep(['plan', 'merged.yaml']);
  assert.is(said, '');
  // Without a bias the second one has 8 x 3 weights.
  for (const line of [/dense-1 +│ tanh .* 48 │/, /dense-2 +│ tanh .* 24 │/, /dense-3 +│ linear .* 4 │/])
    assert.match(stdout, line);
  rig.write('merged-wrong.yaml', text.replace('units: 8', 'units: eight').replace('units: 1,', 'unit: 1,'));
  const {stderr} = await rig.tfsweep(['check', 'merged-wrong.yaml']);
  assert.match(stderr, /merged-wrong\.yaml:7:34 error expected a whole number, found 'eight'/);
  assert.match(stderr, /merged-wrong\.yaml:9:19 error unknown key 'unit'/);
});

test('a problem within a short form is told at it', async () => {
  rig.write('wrong.yaml', LONG.replace('{length: 20}', '0'));
  assert.match(
    (await rig.tfsweep(['check', 'wrong.yaml'])).stderr,
    /wrong\.yaml:4:9 error must be at least 1, found 0/,
  );
  rig.write('none.yaml', LONG.replace('{type: csv, path: prices.csv}', 'prize.csv'));
  assert.match(
    (await rig.tfsweep(['check', 'none.yaml'])).stderr,
    /none\.yaml:3:7 error there is no file 'prize\.csv'/,
  );
});

interface Hinted {
  readonly file: string;
  readonly title: string;
  readonly hints: readonly RegExp[];
}

const all: Hinted[] = [];

/** A change of the experiment, and the hints that it is answered with. */
function hinted(from: string, to: string, ...hints: readonly RegExp[]): void {
  assert.ok(LONG.includes(from));
  const file = `hinted-${all.length}.yaml`;
  rig.write(file, LONG.replace(from, to).replace('prices.csv}', 'prices.csv, time: date}'));
  all.push({file, title: to.trim(), hints});
}

const training = (entry: string) => ['model:', `training: ${entry}\nmodel:`] as const;
hinted(...training('{loss: mean_squared_error}'), /hint Keras' mean_squared_error is mse here/);
hinted(...training('{loss: MeanSquaredError}'), /hint Keras' MeanSquaredError is mse here/);
hinted(
  ...training('{loss: tf.keras.losses.MeanAbsoluteError}'),
  /hint Keras' tf\.keras\.losses\.MeanAbsoluteError is mae here/,
);
hinted(
  ...training('{optimizer: {type: Adam, learning_rate: 0.1}}'),
  /did you mean 'adam'\?/,
  /did you mean 'learningRate'\?/,
);
hinted(...training('{optimizer: {type: adam, lr: 0.1}}'), /hint PyTorch's lr is learningRate here/);
hinted(...training('{batch_size: 16}'), /did you mean 'batchSize'\?/);
hinted(
  ...training('{earlyStopping: {patience: 3, restore_best_weights: true}}'),
  /did you mean 'restoreBestWeights'\?/,
);
hinted('window:', 'standardization: StandardScaler\nwindow:', /hint scikit-learn's StandardScaler is z-score here/);
hinted('window:', 'standardization: {type: MinMaxScaler}\nwindow:', /hint scikit-learn's MinMaxScaler is min-max here/);
hinted(
  '{type: dense, units: 1}',
  '{type: LSTM, units: 4, return_sequences: true}',
  /did you mean 'lstm'\?/,
  /did you mean 'returnSequences'\?/,
);
hinted(
  '{type: dense, units: 1}',
  '{type: SimpleRNN, units: 0}',
  /hint Keras' SimpleRNN is simple-rnn here/,
  /must be at least 1, found 0/,
);
hinted(
  '{type: dense, units: 1}',
  '{type: Dense, hidden_size: 4, activation: silu}',
  /did you mean 'dense'\?/,
  /hint PyTorch's hidden_size is units here/,
  /hint Keras' silu is swish here/,
);
hinted(
  '{type: csv, path: prices.csv}',
  '{type: csv, path: prices.csv, sep: ",", na_values: [-1]}',
  /hint pandas' sep is delimiter here/,
  /hint pandas' na_values is missingMarks here/,
);
hinted('{length: 20}', '{sequence_length: 20}', /hint Keras' sequence_length is length here/);

// One call for all files.
const told = await rig.tfsweep(['check', ...all.map(({file}) => file)]);
for (const {file, title, hints} of all)
  test(title, () => {
    const own = told.stderr.split('\n\n').filter(problem => problem.trimStart().includes(`${file}:`));
    assert.ok(own.length > 0, told.stderr);
    for (const hint of hints) assert.match(own.join('\n\n'), hint);
  });

test.after(() => rig.remove());
test.run();
