import {sizeOf} from '../shape.js';
import {type Initializer, truncatedNormal} from './initializer.js';

/** Standard deviation of a standard normal that is cut at two deviations, as Keras' VarianceScaling has it. */
const TRUNCATED_DEVIATION = 0.8796256610342398;

type Mode = 'fan-in' | 'fan-average';
type Distribution = 'uniform' | 'normal';

/** Keras' VarianceScaling: variance = scale / fan (Glorot: fan-average, 1; He: fan-in, 2; LeCun: fan-in, 1). */
export function varianceScaling(scale: number, mode: Mode, distribution: Distribution): Initializer['fill'] {
  return (shape, random) => {
    const fanIn = shape.length > 1 ? shape[shape.length - 2] : shape[0];
    const fanOut = shape[shape.length - 1];
    const variance = scale / Math.max(1, mode === 'fan-in' ? fanIn : (fanIn + fanOut) / 2);
    const limit = Math.sqrt(3 * variance);
    const deviation = Math.sqrt(variance) / TRUNCATED_DEVIATION;
    return Float32Array.from({length: sizeOf(shape)}, () =>
      distribution === 'uniform' ? limit * (2 * random.uniform() - 1) : deviation * truncatedNormal(random),
    );
  };
}
