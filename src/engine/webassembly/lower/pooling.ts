import {numbers} from '../../common/graph/attributes.js';
import {gradientAxes, spreadGradient, windowAxes, windowsOf, withEdge} from './convolutions.js';
import type {Rule} from './lowering.js';
import {sliced, transposed} from './view.js';

const poolWindow = (attribute: unknown): number[] => {
  const [height, width] = numbers(attribute);
  return [height, width ?? height];
};

const maxPool: Rule = (operation, lowering) => {
  const [output] = operation.outputs;
  const x = lowering.take(operation.inputs.x);
  const window = poolWindow(operation.attributes.filterSize);
  const axes = windowAxes(operation, x.shape, lowering.shapeOf(output), window, lowering);
  const windows = windowsOf(withEdge(lowering, x, axes, Number.NEGATIVE_INFINITY), axes);
  lowering.give(output, lowering.reduce(windows, [3, 4], 'maximum'));
};

/** The mean of what lies inside: the edge doesn't count. */
const averagePool: Rule = (operation, lowering) => {
  const [output] = operation.outputs;
  const x = lowering.take(operation.inputs.x);
  const window = poolWindow(operation.attributes.filterSize);
  const axes = windowAxes(operation, x.shape, lowering.shapeOf(output), window, lowering);
  const sums = lowering.reduce(windowsOf(withEdge(lowering, x, axes, 0), axes), [3, 4], 'sum');
  const inside = axes.map(({outLength, stride, padBefore, length, window: size}) =>
    Array.from({length: outLength}, (_, at) => {
      const first = at * stride - padBefore;
      return Math.min(first + size, length) - Math.max(first, 0);
    }),
  );
  const counts = lowering.fresh([inside[0].length, inside[1].length, 1], 'float32', {
    kind: 'constant',
    data: Float32Array.from(inside[0].flatMap(height => inside[1].map(width => height * width))),
  });
  const result = lowering.fresh(sums.shape, 'float32');
  lowering.map(result, [sums, counts], ([sum, count], of) => of.apply('divide', sum, count));
  lowering.give(output, result);
};

/** As TensorFlow.js has it: every element of a window gets its size's share, edge or not. */
const averagePoolGradient: Rule = (operation, lowering) => {
  const [output] = operation.outputs;
  const dy = lowering.take(operation.inputs.dy);
  const window = poolWindow(operation.attributes.filterSize);
  const axes = windowAxes(operation, lowering.shapeOf(output), dy.shape, window, lowering);
  const sums = lowering.reduce(windowsOf(spreadGradient(lowering, dy, axes), gradientAxes(axes)), [3, 4], 'sum');
  const result = lowering.fresh(sums.shape, 'float32');
  lowering.map(result, [sums], ([sum], of) => of.with('multiply', sum, 1 / (window[0] * window[1])));
  lowering.give(output, result);
};

const maxPoolGradient: Rule = (operation, lowering) => {
  const [output] = operation.outputs;
  const x = lowering.take(operation.inputs.input);
  const dy = lowering.dense(lowering.take(operation.inputs.dy));
  const window = poolWindow(operation.attributes.filterSize);
  const axes = windowAxes(operation, x.shape, dy.shape, window, lowering);
  const edged = lowering.dense(withEdge(lowering, x, axes, Number.NEGATIVE_INFINITY));
  const gradient = lowering.fresh(edged.shape, 'float32');
  const order = [0, 1, 2, 5, 3, 4];
  lowering.operations.push({
    kind: 'max-pool-gradient',
    windows: transposed(windowsOf(edged, axes), order),
    dy,
    output: gradient,
  });
  lowering.give(output, sliced(gradient, [0, axes[0].padBefore, axes[1].padBefore, 0], x.shape));
};

export const poolingRules: Readonly<Record<string, Rule>> = {
  AvgPool: averagePool,
  AvgPoolGrad: averagePoolGradient,
  MaxPool: maxPool,
  MaxPoolGrad: maxPoolGradient,
};
