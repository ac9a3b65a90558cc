import {number, positiveNumber} from '../../../document/json-schema.js';
import {component} from './component.js';

type State = readonly [x: number, y: number, z: number];

/** Rows that are thrown away: by then the state lies on the attractor. */
const WARM_UP = 2000;

/** Its x: x' = sigma (y - x), y' = x (rho - z) - y, z' = x y - beta z, by the fourth-order Runge-Kutta method. */
export const lorenz = component({
  type: 'lorenz',
  description:
    'x of the Lorenz system. It is chaotic: the near future can be forecast, the far future cannot. The seed decides where it begins.',
  source: 'Lorenz, Deterministic nonperiodic flow, 1963; equations 25 to 27',
  options: {
    sigma: {...number, default: 10, description: 'Prandtl number.'},
    rho: {...number, default: 28, description: 'Rayleigh number over its critical value.'},
    beta: {...number, default: 8 / 3, description: 'Shape of the cell.'},
    step: {...positiveNumber, maximum: 0.05, default: 0.02, description: 'Time between two rows.'},
  },
  values({sigma, rho, beta, step}, random) {
    const slope = ([x, y, z]: State): State => [sigma * (y - x), x * (rho - z) - y, x * y - beta * z];
    const along = (from: State, by: State, factor: number): State => [
      from[0] + factor * by[0],
      from[1] + factor * by[1],
      from[2] + factor * by[2],
    ];
    let state: State = [random.uniform(), random.uniform(), random.uniform() + 20];
    const next = () => {
      const first = slope(state);
      const second = slope(along(state, first, step / 2));
      const third = slope(along(state, second, step / 2));
      const fourth = slope(along(state, third, step));
      const mean = along(along(along(first, second, 2), third, 2), fourth, 1);
      state = along(state, mean, step / 6);
      return state[0];
    };
    for (let row = 0; row < WARM_UP; row++) next();
    return next;
  },
});
