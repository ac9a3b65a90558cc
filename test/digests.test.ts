// A dozen compiled trainings whose bits are committed: they come back with every number of workers, after interruptions,
// and on every machine and version of Node.
import {createHash} from 'node:crypto';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {Rig, smallExperiment, until} from './rig.js';

const dense = (activation: string) => ['flatten', {type: 'dense', units: 7, activation}, {type: 'dense', units: 1}];
const recurrent = (layer: Record<string, unknown>) => [layer, {type: 'dense', units: 1}];

/** Two trainings of each of these networks. */
const networks: Record<string, unknown> = {
  dense: dense('tanh'),
  exponential: [
    'flatten',
    {type: 'dense', units: 33, activation: 'selu'},
    {type: 'dense', units: 5, activation: 'gelu'},
    {type: 'dense', units: 6, activation: 'softplus'},
    {type: 'dense', units: 1},
  ],
  lstm: recurrent({type: 'lstm', units: 5}),
  gru: recurrent({type: 'gru', units: 4, resetAfter: false}),
  dropout: [
    {type: 'gru', units: 6, returnSequences: true},
    'flatten',
    {type: 'dropout', rate: 0.3},
    {type: 'dense', units: 1},
  ],
  branches: [
    {type: 'simple-rnn', units: 4, name: 'a', inputs: ['input']},
    {type: 'lstm', units: 3, name: 'b', inputs: ['input']},
    {type: 'concatenate', axis: -1, inputs: ['a', 'b']},
    {type: 'dense', units: 1, activation: 'linear'},
  ],
};
const trainings = [
  {
    epochs: 40,
    batchSize: 13,
    earlyStopping: {patience: 5},
    learningRateSchedule: {type: 'cosine-decay', decaySteps: 200},
  },
  {epochs: 25, batchSize: 32, loss: 'huber', optimizer: {type: 'rmsprop', momentum: 0.5}},
];

/** Made on x86-64 with Node 20; the same with Node 22 and 26. Changed on purpose? UPDATE=1 prints the new ones. */
const DIGESTS: Readonly<Record<string, string>> = {
  'dense 0': '8805713a3ab2ec26',
  'dense 1': 'acf229fc3e520113',
  'exponential 0': '884255dd6e9be052',
  'exponential 1': 'd5eda9e76524eb63',
  'lstm 0': 'de33965446c0917e',
  'lstm 1': 'e21678fe4fba2b5c',
  'gru 0': '275412e746e02056',
  'gru 1': 'a364f676ad76d5f4',
  'dropout 0': '2d0636e93f0b6632',
  'dropout 1': '975cc95b667bd25d',
  'branches 0': 'a9e045365f09a29b',
  'branches 1': 'c61b53db6925955b',
};

const experiment = smallExperiment({
  model: {layers: '${layers}'},
  training: '${training}',
  sweep: {parameters: {layers: Object.values(networks), training: trainings}, seeds: 1},
  comparison: undefined,
});
const names = Object.keys(networks).flatMap(name => trainings.map((_, index) => `${name} ${index}`));

function digestsOf(rig: Rig): Record<string, string> {
  const digests: Record<string, string> = {};
  for (const line of rig.trials('small').values()) {
    const {parameters, ...numbers} = JSON.parse(line);
    const network = Object.values(networks).findIndex(
      layers => JSON.stringify(layers) === JSON.stringify(parameters.layers),
    );
    const training = trainings.findIndex(one => JSON.stringify(one) === JSON.stringify(parameters.training));
    assert.is(numbers.diagnostics.engine, 'compiled');
    const {metrics, history, diagnostics} = numbers;
    digests[names[2 * network + training]] = createHash('sha256')
      .update(JSON.stringify({metrics, history, diagnostics}))
      .digest('hex')
      .slice(0, 16);
  }
  return digests;
}

const inOrder = (digests: Record<string, string>) => Object.fromEntries(names.map(name => [name, digests[name]]));

for (const workers of ['1', '5'])
  test(`${workers} workers give the committed bits`, async () => {
    const rig = new Rig();
    rig.write('small.yaml', experiment);
    const {code, stderr} = await rig.tfsweep(['run', 'small.yaml', '--workers', workers]);
    assert.is(code, 0, stderr);
    if (process.env.UPDATE && workers === '1')
      process.stdout.write(`${JSON.stringify(inOrder(digestsOf(rig)), undefined, 2)}\n`);
    assert.equal(inOrder(digestsOf(rig)), DIGESTS);
    rig.remove();
  });

test('so does a run that was killed three times', async () => {
  const rig = new Rig();
  rig.write('small.yaml', experiment);
  for (const enough of [1, 4, 7]) {
    const run = rig.start(['run', 'small.yaml', '--workers', '2']);
    await until(`${enough} trials are finished`, () => rig.journalLines('small') >= enough);
    process.kill(-(run.process.pid ?? 0), 'SIGKILL');
    await run.finished;
  }
  assert.is((await rig.tfsweep(['run', 'small.yaml'])).code, 0);
  assert.equal(inOrder(digestsOf(rig)), DIGESTS);
  rig.remove();
});

test.run();
