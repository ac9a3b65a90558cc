import {baseline} from './baseline.js';
import {linearForecasts} from './linear-forecast.js';
import {solved} from './normal-equations.js';
import {seenEquations} from './seen-equations.js';

export const leastSquares = baseline({
  name: 'least-squares',
  description:
    'The linear function of everything that the network sees, in the form in which it sees it, with the least squared error on the training windows. No network of linear layers has a smaller one.',
  source: 'ordinary least squares, as numpy.linalg.lstsq',
  seesTargetsAlone: false,
  forecast(input) {
    const {design, equations} = seenEquations(input);
    return equations && linearForecasts(input, design, solved(equations, 0));
  },
});
