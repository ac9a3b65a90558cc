import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {groupBy} from '../src/document/group-by.js';
import {generator} from '../src/random/generator.js';
import {disk} from '../src/results/file-tree.js';
import {manifestText} from '../src/run/records/manifest.js';
import {FORMAT} from '../src/run/records/record-format.js';
import {BASELINE_NAMES} from '../src/training/baselines/index.js';
import {metrics as allMetrics} from '../src/training/metrics/index.js';
import {resultsIn, root} from './rig.js';

/**
 * Writes a run folder with many trials in the form of those that are trained, for what is about sizes: the manifest, the
 * series and the shape of records are a real run's, parameters are made up and numbers are drawn.
 */
export function writeMadeRun(folder: string, combinations: number, seeds: number, epochs: number): void {
  const real = join(root, 'test', 'fixtures', 'runs', 'results', 'after', '6437070596b7');
  const results = resultsIn(real);
  const {manifest} = results;
  const [{experiment}] = manifest.experiment.resolved;
  const {uniform, normal} = generator(1, 'made run');
  const units = Array.from({length: Math.ceil(combinations / 8)}, (_, index) => 4 + index);
  const idOf = (combination: number, seed: number) => `${combination}-${seed}`.padStart(12, '0');
  const resolved = Array.from({length: combinations}, (_, index) => ({
    parameters: {
      activation: ['linear', 'tanh'][index % 2],
      window: [5, 10, 20, 40][Math.floor(index / 2) % 4],
      units: units[Math.floor(index / 8)],
      standardization: 'z-score',
    },
    experiment,
    trials: Array.from({length: seeds}, (_, seed) => idOf(index, seed)),
    rows: {train: 'all', validation: 'all', test: 'all'},
  }));
  const trials = resolved.flatMap(({parameters}, combination) =>
    Array.from({length: seeds}, (_, seed) => ({
      id: idOf(combination, seed),
      parameters,
      seed: experiment.seed + seed,
    })),
  );
  const digits = (value: number) => Number(value.toPrecision(4));
  /** What is seen of three layers at the points of a real run's curve. */
  const seenIn = (epochs: number) => {
    const looks = 12;
    const curve = () => Array.from({length: looks}, () => digits(uniform()));
    const layersOf = (along: () => readonly number[]) =>
      ['dense-1', 'dense-2', 'dense-3'].map((name, at) => ({
        name,
        activation: at === 2 ? 'linear' : 'tanh',
        units: 20,
        squashed: along(),
        ...(at === 2 ? {} : {saturated: along(), slope: along(), dead: along()}),
        gradient_norm: along(),
        weight_norm: along(),
      }));
    return {
      after_epochs: Array.from({length: looks}, (_, look) => Math.round((look * epochs) / (looks - 1))),
      layers: layersOf(curve),
      end: {windows: 1000, gradient_norm: digits(uniform()), layers: layersOf(() => curve().slice(-1))},
    };
  };
  const drawn = (level: number) => Object.fromEntries(allMetrics.map(({name}) => [name, level * (1 + uniform())]));
  const metrics = (level: number) => ({
    ...drawn(level),
    // Over one naive error, as in a real run.
    mae: level,
    mase: level / 2,
    standardized: {mse: level * uniform(), rmse: level * uniform(), mae: level * uniform()},
  });
  const lines = trials.map(trial => {
    const level = (trial.parameters.activation === 'tanh' ? 1 : 1.5) + 10 / trial.parameters.units + 0.1 * normal();
    const history = Array.from({length: epochs}, (_, index) => ({
      epoch: index + 1,
      loss: (level * (1 + 0.1 * uniform())) / (index + 1),
      validation_loss: (level * (1.5 + 0.3 * uniform())) / (index + 1),
    }));
    const diagnostics = {
      epochs,
      measured_epoch: epochs,
      steps: 20 * epochs,
      engine: 'compiled',
      training_loss: history[epochs - 1].loss,
      echo: {ahead: 1, lag: 1, error: level, error_at_lag: level / 3, explained: 0.98},
      seen: seenIn(epochs),
    };
    const measured = {train: metrics(level), validation: metrics(level), test: metrics(level)};
    return JSON.stringify({
      format: FORMAT,
      ...trial,
      status: 'finished',
      metrics: measured,
      history,
      diagnostics,
      durationSeconds: uniform(),
    });
  });
  mkdirSync(folder, {recursive: true});
  const made = {
    ...manifest,
    name: 'made',
    experiment: {...manifest.experiment, resolved},
    parameterNames: ['activation', 'window', 'units', 'standardization'],
    seeds,
    trials: trials.map(({id}) => id),
    expect: ['failed == 0'],
  };
  writeFileSync(join(folder, 'manifest.json'), manifestText(made));
  writeFileSync(join(folder, 'trials.jsonl'), `${lines.join('\n')}\n`);
  const data = disk.read(join(real, 'data.json'));
  if (data) writeFileSync(join(folder, 'data.json'), data);
}

/** Adds baselines to a made run: those that see the target alone are other ones for each window, as in a real run. */
export function addMadeBaselines(folder: string): void {
  const {combinations} = resultsIn(folder);
  const {uniform} = generator(1, 'made baselines');
  const numbered = combinations.map(({window}, index) => ({window, index}));
  const windows = [...groupBy(numbered, ({window}) => String(window)).values()];
  const values = () => ({...Object.fromEntries(allMetrics.map(({name}) => [name, 2 + uniform()])), standardized: {}});
  const baselines = windows.flatMap(own =>
    BASELINE_NAMES.map(name => ({
      name,
      combinations: own.map(({index}) => index),
      metrics: {validation: values(), test: values()},
    })),
  );
  writeFileSync(join(folder, 'baselines.json'), JSON.stringify({format: FORMAT, key: 'made', baselines, optima: []}));
}
