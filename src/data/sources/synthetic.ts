import {sha256} from '../../experiment/content-hash.js';
import type {Component, SyntheticData} from '../../experiment/experiment-file.generated.js';
import {good} from '../../experiment/problem.js';
import {sineOfTurns} from '../../random/elementary.js';
import {type Generator, generator} from '../../random/generator.js';
import type {Source} from './source.js';

/** A dummy data set: components added up into one column, 'value'. */
export const synthetic: Source<'synthetic'> = {
  type: 'synthetic',
  load(data, {seed, place}) {
    const values = syntheticSeries(data, seed);
    const bytes = new Uint8Array(values.buffer);
    return good({
      columns: [{name: 'value', values}],
      chosen: {inputs: [0], target: 0},
      rows: data.rows,
      sourceRows: undefined,
      place: () => place(['data', 'components'], 'key'),
      time: undefined,
      sha256: sha256(bytes),
      origin: 'synthetic',
    });
  },
};

export function syntheticSeries(
  {rows, components}: Pick<SyntheticData, 'rows' | 'components'>,
  seed: number,
): Float64Array {
  const sum = new Float64Array(rows);
  components.forEach((component, index) => {
    const values = componentSeries(component, rows, generator(seed, 'synthetic', index));
    values.forEach((value, t) => {
      sum[t] += value;
    });
  });
  return sum;
}

function componentSeries(component: Component, rows: number, random: Generator): number[] {
  switch (component.type) {
    case 'sine':
      return series(
        rows,
        t => component.amplitude * sineOfTurns((t % component.period) / component.period + component.phase),
      );
    case 'trend':
      return series(rows, t => component.intercept + component.slope * t);
    case 'season':
      return series(rows, t => component.pattern[t % component.pattern.length]);
    case 'noise':
      return series(rows, () => component.deviation * random.normal());
    case 'random-walk': {
      let position = 0;
      return series(rows, t => {
        if (t > 0) position += component.drift + component.deviation * random.normal();
        return position;
      });
    }
    case 'autoregressive': {
      const {coefficients, deviation} = component;
      // Started long enough before the first row for the start to be forgotten.
      const past: number[] = [];
      const next = () => {
        const value = coefficients.reduce(
          (total, weight, lag) => total + weight * (past[past.length - 1 - lag] ?? 0),
          deviation * random.normal(),
        );
        past.push(value);
        return value;
      };
      for (let warmUp = 0; warmUp < 100 + 10 * coefficients.length; warmUp++) next();
      return series(rows, next);
    }
  }
}

function series(rows: number, value: (t: number) => number): number[] {
  return Array.from({length: rows}, (_, t) => value(t));
}
