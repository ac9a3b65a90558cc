import {baseline} from './baseline.js';
import {linearForecasts, summedUp} from './linear-forecast.js';
import {solved} from './normal-equations.js';
import {ownPastDesign} from './own-past-design.js';

export const autoregression = baseline({
  name: 'autoregression',
  description:
    'The linear function of the target in the rows of the window that has the least squared error on the training windows.',
  source: 'ordinary least squares, as numpy.linalg.lstsq',
  seesTargetsAlone: true,
  isDrawn: true,
  forecast(input) {
    const design = ownPastDesign(input);
    const equations = summedUp(input, design);
    return equations && linearForecasts(input, design, solved(equations, 0));
  },
});
