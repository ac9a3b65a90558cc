import {baseline} from './baseline.js';
import {linearForecasts, validationErrors} from './linear-forecast.js';
import {solved} from './normal-equations.js';
import {seenEquations} from './seen-equations.js';

/** As shares of the inputs' mean square. */
const PENALTIES = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10];

export const ridge = baseline({
  name: 'ridge',
  description:
    'The same as least-squares with a penalty on squared weights. Eight penalties are tried, from 1e-6 to 10 times the mean square of the inputs, and the best on validation is used.',
  source: 'Hoerl and Kennard, Ridge regression, Technometrics 1970; scikit-learn Ridge',
  seesTargetsAlone: false,
  forecast(input) {
    const {design, equations} = seenEquations(input);
    if (!equations) return undefined;
    const tried = PENALTIES.map(penalty => solved(equations, penalty));
    const errors = validationErrors(input, design, tried);
    const best = errors.reduce((least, error, at) => (error < errors[least] ? at : least), 0);
    return linearForecasts(input, design, tried[best]);
  },
});
