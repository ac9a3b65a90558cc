import {parameterValue} from '../../document/parameter-value.js';
import type {Comparison, Evidence, PairedDifference} from '../../results/comparison/comparison.js';
import type {Interval} from '../../results/statistics/flips.js';
import {grouped, percent, probabilityNumber, shortNumber} from '../number.js';
import {type Cell, plainCell, type Sheet} from './sheet.js';

/** One row per pair of levels: lead, relative lead, both with their interval, seeds won, p and what it says. */
export function comparisonSheet({by, metric, differences, family, levels}: Comparison): Sheet {
  const pairs = (levels.length * (levels.length - 1)) / 2;
  return {
    columns: [
      {name: `better ${by}`, align: 'left', role: 'identity', fields: ['better']},
      {name: `worse ${by}`, align: 'left', role: 'identity', fields: ['worse']},
      {name: `lead in ${metric}`, align: 'right', role: 'metric', fields: ['lead', 'lead_low', 'lead_high']},
      {name: 'relative', align: 'right', role: 'metric', fields: ['relative', 'relative_low', 'relative_high']},
      {name: 'seeds won', align: 'right', role: 'count', fields: ['wins', 'ties', 'seeds']},
      {name: 'p', align: 'right', role: 'count', fields: ['adjusted_probability']},
      {name: 'verdict', align: 'left', role: 'identity', fields: ['verdict']},
    ],
    rows: differences.map(difference => ({
      cells: [
        plainCell(parameterValue(difference.better)),
        plainCell(parameterValue(difference.worse)),
        ...evidenceCells(difference.evidence),
        plainCell(verdictText(difference)),
      ],
    })),
    notes: [
      ...(differences.some(({evidence}) => evidence?.interval)
        ? [
            family > 1
              ? `intervals and p of a sign-flip test over seeds, corrected for ${grouped(family)} pairs (Holm)`
              : '95 % interval and p of a sign-flip test over seeds',
          ]
        : []),
      ...(differences.length < pairs
        ? [
            `the best value against the next ${grouped(differences.length)}: ${grouped(differences.length)} of ${grouped(pairs)} pairs`,
          ]
        : []),
    ],
  };
}

function intervalCell(value: number | null, interval: Interval | null, show: (value: number) => string): Cell {
  if (value === null) return {text: 'n/a', values: [null, null, null]};
  const text = interval ? `${show(value)} (${show(interval[0])} to ${show(interval[1])})` : show(value);
  return {text, values: [value, ...(interval ?? [null, null])]};
}

/** The numbers of a pair; empty where there are none. */
function evidenceCells(evidence: Evidence | null): Cell[] {
  return [
    intervalCell(evidence?.lead ?? null, evidence?.interval ?? null, shortNumber),
    intervalCell(evidence?.relativeLead ?? null, evidence?.relativeInterval ?? null, percent),
    evidence
      ? {
          text: `${evidence.wins} of ${evidence.seeds}${evidence.ties > 0 ? `, ${evidence.ties} tied` : ''}`,
          values: [evidence.wins, evidence.ties, evidence.seeds],
        }
      : {text: '', values: [null, null, null]},
    {
      text: evidence?.adjustedProbability == null ? '' : probabilityNumber(evidence.adjustedProbability),
      values: [evidence?.adjustedProbability ?? null],
    },
  ];
}

/** What a pair of levels says, in three words or so. */
function verdictText({verdict, folds}: PairedDifference): string {
  const unit = folds === undefined ? 'seed' : 'fold';
  switch (verdict) {
    case 'better':
    case 'slightly better':
    case 'practically the same':
      return verdict;
    case 'no difference':
      return "can't be told apart";
    case 'too few seeds':
      return `too few ${unit}s to tell`;
    case 'trials failed':
      return 'ahead, but trials of it failed';
    case 'other rows':
      return 'measured on different rows';
    case 'no shared seed':
      return `no ${unit} that both finished`;
  }
}
