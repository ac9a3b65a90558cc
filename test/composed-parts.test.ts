// Parts of which a sweep has more choices than are kept are put together: they are what each choice resolves to by itself.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {parseYaml} from '../src/document/yaml-file.js';
import {experimentOf, type LoadedExperiment} from '../src/experiment/load-experiment.js';
import {generator} from '../src/random/generator.js';
import {NOISY_SINE} from './rig.js';

function loaded(change: Record<string, unknown>): LoadedExperiment {
  const text = JSON.stringify({
    name: 'composed',
    data: NOISY_SINE,
    window: {length: 8},
    model: {layers: [{type: 'dense', units: 1}]},
    ...change,
  });
  const yaml = parseYaml({file: 'composed.yaml', text}, []);
  if (!yaml.ok) throw new Error('it is YAML');
  const experiment = experimentOf(yaml.value);
  if (!experiment.ok) throw new Error(experiment.problems.map(({message}) => message).join('\n'));
  return experiment.value;
}

/** Holds some combinations of a large sweep against the same ones in a small one, to the order of their keys. */
function isAsBySingle(change: Record<string, unknown>, sweep: Record<string, unknown>): void {
  const large = loaded({...change, sweep});
  assert.ok(large.combinations.length > 60_000, `${large.combinations.length} combinations`);
  // All are resolved once, so that what is kept is full.
  const {integer} = generator(1, 'sample');
  const sample = Array.from({length: 60}, () => large.combinations.at(integer(large.combinations.length)));
  sample.push(large.combinations.at(large.combinations.length - 1));
  const distinct = [...new Map(sample.map(one => [JSON.stringify(one.parameters), one])).values()];
  const {strategy: _, trials: __, ...rest} = sweep;
  const combinations = distinct.map(({parameters}) => parameters);
  const small = loaded({...change, sweep: {...rest, strategy: 'list', combinations}});
  assert.is(small.combinations.length, distinct.length);
  const trained = ({
    data,
    features,
    standardization,
    window,
    model,
    training,
  }: LoadedExperiment['combinations'] extends Iterable<{experiment: infer Of}> ? Of : never) =>
    JSON.stringify({data, features, standardization, window, model, training});
  for (const [at, one] of distinct.entries()) {
    const other = small.combinations.at(at);
    assert.equal(other.parameters, one.parameters);
    assert.is(trained(one.experiment), trained(other.experiment));
  }
}

test('numbers of a grid', () => {
  isAsBySingle(
    {training: {epochs: '${epochs}', batchSize: '${batch}', optimizer: {type: 'adam', learningRate: '${lr}'}}},
    {
      parameters: {
        lr: {from: 1e-4, to: 1e-1, scale: 'log', points: 900},
        epochs: [3, 5],
        batch: {from: 1, to: 50, integer: true},
      },
    },
  );
});

test('numbers that are drawn, kinds by name, conditions and short forms', () => {
  isAsBySingle(
    {training: {epochs: '${epochs}', loss: '${loss}', optimizer: '${optimizer}'}},
    {
      strategy: 'random',
      trials: 70_000,
      parameters: {
        lr: {from: 1e-4, to: 1e-1, scale: 'log'},
        epochs: {from: 1, to: 100, integer: true},
        loss: ['mse', 'mae', {type: 'huber', delta: '${delta}'}],
        delta: {from: 0.1, to: 2},
        optimizer: {
          a: {type: 'adam', learningRate: '${lr}'},
          s: {type: 'sgd', learningRate: '${lr}', momentum: '${momentum}'},
          r: 'rmsprop',
        },
        momentum: [0.1, 0.9],
      },
    },
  );
});

test('kinds whose type is a parameter beside others', () => {
  isAsBySingle(
    {training: {epochs: '${epochs}', optimizer: {type: '${kind}', learningRate: '${lr}'}}},
    {
      strategy: 'sobol',
      trials: 65_536,
      parameters: {
        kind: ['adam', 'sgd', 'rmsprop'],
        lr: {mean: -5, deviation: 1, scale: 'log', most: 0.3},
        epochs: [1, 2, 3],
      },
    },
  );
});

test('layers of a network', () => {
  isAsBySingle(
    {
      model: {
        layers: [
          'flatten',
          {type: 'dense', units: '${first}', activation: '${activation}'},
          {type: 'dense', units: '${second}', activation: '${activation}'},
          {type: 'dense', units: 1},
        ],
      },
    },
    {
      parameters: {
        first: {from: 1, to: 180, integer: true},
        second: {from: 1, to: 180, integer: true},
        activation: ['linear', 'tanh'],
      },
    },
  );
});

test('what does not fit is told where it stands, also among so many', () => {
  const parameters = {
    lr: [...Array.from({length: 600}, (_, at) => (at + 1) / 1000), -1],
    batch: {from: 1, to: 100, integer: true},
  };
  assert.throws(
    () =>
      loaded({
        training: {epochs: 1, batchSize: '${batch}', optimizer: {type: 'adam', learningRate: '${lr}'}},
        sweep: {parameters},
      }),
    /must be (more than|at least) 0, found -1/,
  );
});

test.run();
