// tf.layers' own layers, forwards and backwards, as steps: also those that no experiment can name yet.
import type {Variable} from '@tensorflow/tfjs-core';
import type {SymbolicTensor} from '@tensorflow/tfjs-layers';
import {generator} from '../src/random/generator.js';
import {core, type Tensors, tf} from './compiled-step.js';

const L = tf.layers.layers;
type Build = (input: SymbolicTensor) => SymbolicTensor;
const one = (layer: {apply(input: SymbolicTensor): unknown}) => (input: SymbolicTensor) =>
  layer.apply(input) as SymbolicTensor;
const several =
  (layer: {apply(input: SymbolicTensor[]): unknown}, ...branches: Build[]) =>
  (input: SymbolicTensor) =>
    layer.apply(branches.map(build => build(input))) as SymbolicTensor;

const sequence = [6, 4];
const image = [6, 5, 3];
const flat = [7];
const dense = (units: number) => one(L.dense({units, activation: 'tanh'}));

/** TensorFlow.js' orthogonal initializer needs its chained operations; the weights are set below anyway. */
const zeros = {recurrentInitializer: 'zeros'} as const;

export const tfLayers: Record<string, {shape: number[]; build: Build}> = {
  activation: {shape: flat, build: one(L.activation({activation: 'hardSigmoid'}))},
  'activation softmax': {shape: flat, build: one(L.dense({units: 5, activation: 'softmax'}))},
  mish: {shape: flat, build: one(L.dense({units: 5, activation: 'mish'}))},
  'gelu, new': {shape: flat, build: one(L.dense({units: 5, activation: 'gelu_new'}))},
  reLU: {shape: flat, build: one(L.reLU({maxValue: 0.5}))},
  leakyReLU: {shape: flat, build: one(L.leakyReLU({alpha: 0.2}))},
  preLU: {shape: flat, build: one(L.prelu({}))},
  elu: {shape: flat, build: one(L.elu({}))},
  softmax: {shape: flat, build: one(L.softmax({}))},
  conv1d: {shape: sequence, build: one(L.conv1d({filters: 5, kernelSize: 3, activation: 'relu'}))},
  'conv1d, same': {shape: sequence, build: one(L.conv1d({filters: 5, kernelSize: 4, strides: 2, padding: 'same'}))},
  conv2d: {shape: image, build: one(L.conv2d({filters: 4, kernelSize: 3, padding: 'same', activation: 'tanh'}))},
  conv2dTranspose: {shape: image, build: one(L.conv2dTranspose({filters: 4, kernelSize: 3, strides: 2}))},
  separableConv2d: {shape: image, build: one(L.separableConv2d({filters: 4, kernelSize: 3, depthMultiplier: 2}))},
  depthwiseConv2d: {shape: image, build: one(L.depthwiseConv2d({kernelSize: 2, depthMultiplier: 2}))},
  cropping2D: {
    shape: image,
    build: one(
      L.cropping2D({
        cropping: [
          [1, 2],
          [0, 1],
        ],
      }),
    ),
  },
  upSampling2d: {shape: image, build: one(L.upSampling2d({size: [2, 1]}))},
  zeroPadding2d: {shape: image, build: one(L.zeroPadding2d({padding: [1, 2]}))},
  repeatVector: {shape: flat, build: one(L.repeatVector({n: 3}))},
  reshape: {shape: sequence, build: one(L.reshape({targetShape: [4, 6]}))},
  permute: {shape: sequence, build: one(L.permute({dims: [2, 1]}))},
  average: {shape: flat, build: several(L.average({}), dense(4), dense(4), dense(4))},
  maximum: {shape: flat, build: several(L.maximum({}), dense(4), dense(4))},
  minimum: {shape: flat, build: several(L.minimum({}), dense(4), dense(4))},
  multiply: {shape: flat, build: several(L.multiply({}), dense(4), dense(4))},
  add: {shape: flat, build: several(L.add({}), dense(4), dense(4))},
  concatenate: {shape: flat, build: several(L.concatenate({}), dense(4), dense(3))},
  dot: {shape: flat, build: several(L.dot({axes: -1}), dense(4), dense(4))},
  'dot, normalized': {shape: flat, build: several(L.dot({axes: 1, normalize: true}), dense(4), dense(4))},
  batchNormalization: {shape: flat, build: one(L.batchNormalization({}))},
  layerNormalization: {shape: sequence, build: one(L.layerNormalization({}))},
  averagePooling1d: {shape: sequence, build: one(L.averagePooling1d({poolSize: 2}))},
  maxPooling1d: {shape: sequence, build: one(L.maxPooling1d({poolSize: 3, strides: 2}))},
  averagePooling2d: {shape: image, build: one(L.averagePooling2d({poolSize: [2, 2], padding: 'same'}))},
  maxPooling2d: {shape: image, build: one(L.maxPooling2d({poolSize: [2, 3], strides: [2, 1], padding: 'same'}))},
  globalAveragePooling1d: {shape: sequence, build: one(L.globalAveragePooling1d({}))},
  globalMaxPooling1d: {shape: sequence, build: one(L.globalMaxPooling1d({}))},
  globalAveragePooling2d: {shape: image, build: one(L.globalAveragePooling2d({dataFormat: 'channelsLast'}))},
  globalMaxPooling2d: {shape: image, build: one(L.globalMaxPooling2d({dataFormat: 'channelsLast'}))},
  simpleRNN: {shape: sequence, build: one(L.simpleRNN({...zeros, units: 5, returnSequences: true}))},
  lstm: {shape: sequence, build: one(L.lstm({...zeros, units: 5, goBackwards: true}))},
  gru: {shape: sequence, build: one(L.gru({...zeros, units: 5}))},
  'stacked cells': {
    shape: sequence,
    build: one(L.rnn({cell: [L.lstmCell({...zeros, units: 3}), L.gruCell({...zeros, units: 4})]})),
  },
  bidirectional: {
    shape: sequence,
    build: one(
      L.bidirectional({layer: L.lstm({...zeros, units: 3, returnSequences: true}) as never, mergeMode: 'concat'}),
    ),
  },
  'bidirectional, summed': {
    shape: sequence,
    build: one(L.bidirectional({layer: L.gru({...zeros, units: 3}) as never, mergeMode: 'sum'})),
  },
  timeDistributed: {shape: sequence, build: one(L.timeDistributed({layer: L.dense({units: 3, activation: 'tanh'})}))},
};

/** A step that trains a network a little: what it takes, does and changes. */
export interface LayerStep {
  readonly inputs: Tensors;
  readonly state: Readonly<Record<string, Variable>>;
  run(): Tensors;
  dispose(): void;
}

export function layerStep(name: string): LayerStep {
  const {shape, build} = tfLayers[name];
  const random = generator(5, 'tf-layers', name);
  const draw = (size: readonly number[]) =>
    core.tensor(
      Float32Array.from({length: size.reduce((a, b) => a * b, 1)}, () => 2 * random.uniform() - 1),
      [...size],
    );
  const input = tf.layers.input({shape});
  const model = tf.layers.model({inputs: input, outputs: build(input)});
  model.setWeights(model.getWeights().map(({shape: own}) => core.add(core.mul(draw(own), 0.5), 0.3)));
  const weights = model.trainableWeights.map(weight => weight.read() as Variable);
  // Of more than one image TensorFlow.js takes the gradient of upsampling from wrong places.
  const batch = name === 'upSampling2d' ? 1 : 3;
  const x = draw([batch, ...shape]);
  const probe = draw([batch, ...shape]);
  return {
    inputs: {x, probe},
    state: Object.fromEntries(model.weights.map((weight, at) => [`w${at}`, weight.read() as Variable])),
    run() {
      const loss = (own: typeof x) => core.mean(core.square(model.apply(own, {training: true}) as typeof x));
      const forecast = model.apply(core.add(x, core.mul(probe, 0.1)), {training: false}) as typeof x;
      const ofInput = core.grad(loss as never)(x);
      if (weights.length === 0) return {forecast, ofInput};
      const {value, grads} = core.variableGrads(() => loss(x) as never, weights);
      for (const weight of weights) weight.assign(core.sub(weight, core.mul(grads[weight.name], 0.1)));
      return {forecast, ofInput, value};
    },
    dispose: () => model.dispose(),
  };
}
