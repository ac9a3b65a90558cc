import {parameterValue} from '../../experiment/parameter-value.js';
import {type Comparison, FEWEST_PAIRS, type PairedDifference} from '../../results/comparison.js';
import type {Interval} from '../../results/resampling.js';
import {percent, shortNumber} from '../number.js';
import {type Cell, plainCell, type Sheet} from './sheet.js';

/** One row per pair of levels: lead, relative lead, both with their 95 % interval, pairs won, p and what it says. */
export function comparisonSheet({by, metric, differences}: Comparison): Sheet {
  return {
    columns: [
      {name: `better ${by}`, align: 'left', role: 'identity', fields: ['better']},
      {name: `worse ${by}`, align: 'left', role: 'identity', fields: ['worse']},
      {name: `lead in ${metric}`, align: 'right', role: 'metric', fields: ['lead', 'lead_low', 'lead_high']},
      {name: 'relative', align: 'right', role: 'metric', fields: ['relative', 'relative_low', 'relative_high']},
      {name: 'pairs won', align: 'right', role: 'count', fields: ['wins', 'pairs']},
      {name: 'p', align: 'right', role: 'count', fields: ['probability']},
      {name: 'verdict', align: 'left', role: 'count', fields: ['verdict']},
    ],
    rows: differences.map(difference => ({
      cells: [
        plainCell(parameterValue(difference.better)),
        plainCell(parameterValue(difference.worse)),
        intervalCell(difference.lead, difference.interval, shortNumber),
        intervalCell(difference.relativeLead, difference.relativeInterval, percent),
        {text: `${difference.wins} of ${difference.pairs}`, values: [difference.wins, difference.pairs]},
        {
          text: difference.probability === null ? '' : shortNumber(difference.probability, 2),
          values: [difference.probability],
        },
        plainCell(verdictText(difference)),
      ],
    })),
    notes: [
      ...(differences.some(({interval}) => interval)
        ? ['95 % bootstrap intervals; p of a paired permutation test']
        : []),
      ...(differences.some(({verdict}) => verdict === 'too few seeds')
        ? [`it takes ${FEWEST_PAIRS} pairs to tell: raise sweep.seeds`]
        : []),
    ],
  };
}

function intervalCell(value: number | null, interval: Interval | null, show: (value: number) => string): Cell {
  if (value === null) return {text: 'n/a', values: [null, null, null]};
  const text = interval ? `${show(value)} (${show(interval[0])} to ${show(interval[1])})` : show(value);
  return {text, values: [value, ...(interval ?? [null, null])]};
}

/** What a pair of levels says, in three words or so. */
export function verdictText({verdict}: PairedDifference): string {
  switch (verdict) {
    case 'better':
      return 'better';
    case 'no difference':
      return "can't be told apart";
    case 'too few seeds':
      return 'too few seeds to tell';
  }
}
