import type {ExperimentFile} from '../../experiment/experiment-file.generated.js';
import {minMax} from './min-max.js';
import {none} from './none.js';
import type {Standardization} from './standardization.js';
import {zScore} from './z-score.js';

type Type = ExperimentFile['standardization']['type'];

export const standardizations: {[T in Type]: Standardization<T>} = {'z-score': zScore, 'min-max': minMax, none};
