import {test} from 'uvu';
import {buildModel} from '../src/model/build-model.js';
import {resolveGraph} from '../src/model/graph.js';
import type {LayerEntry} from '../src/model/layers/index.js';
import {loadBackend} from './backend-under-test.js';
import {close, type Numbers, nowhere} from './numbers.js';
import {references} from './references.js';

interface LayerCase {
  readonly name: string;
  readonly layers: LayerEntry[];
  readonly input: Numbers;
  readonly target: Numbers;
  readonly weights: readonly Numbers[];
  /** Of a layer that drops, [batch, size]. */
  readonly masks?: Numbers;
  readonly output: Numbers;
  readonly loss: number;
  readonly gradients: readonly Numbers[];
}

for (const one of references<LayerCase>('layers')) {
  test(`${one.name} equals Keras, output and gradients`, async () => {
    const tf = await loadBackend();
    const graph = resolveGraph(
      {layers: one.layers},
      one.input.shape.slice(1),
      {steps: 1, targets: one.target.shape[1]},
      nowhere,
    );
    if (!graph.ok) throw new Error(graph.problems.map(problem => problem.message).join());
    const {core} = tf;
    const {network, dropping} = buildModel(tf, graph.value, 1);
    const tensor = ({values, shape}: Numbers) => core.tensor([...values], [...shape]);
    for (const {masks} of dropping)
      if (one.masks) masks.use(core.expandDims(tensor(one.masks)), core.scalar(0, 'int32'));
    network.setWeights(one.weights.map(tensor));
    const weights = network.trainableWeights.map(weight => weight.read());
    const forecast = () => network.apply(tensor(one.input), {training: true}) as ReturnType<typeof tensor>;
    const {value, grads} = core.variableGrads(() => core.losses.meanSquaredError(tensor(one.target), forecast()));
    close(forecast().dataSync(), one.output.values, 1e-5, 'output');
    close(value.dataSync(), [one.loss], 1e-5, 'loss');
    const gradients = weights.flatMap(weight => [...grads[(weight as unknown as {name: string}).name].dataSync()]);
    close(
      gradients,
      one.gradients.flatMap(({values}) => values),
      2e-6,
      'gradients',
    );
    core.disposeVariables();
  });
}

test.run();
