import {parametersText} from '../document/parameter-value.js';
import type {ResultsRow, ResultsTable} from '../results/results-table.js';
import {counted, grouped, shortNumber} from './number.js';
import {escapedMarkdown} from './sheet/sheet-markdown.js';

/** Whether what was trained beats simple forecasts, in a sentence; undefined where that isn't known. */
export function baselinesText({rows, parameterNames, judgedBy, chosenBy}: ResultsTable): string | undefined {
  const known = rows.filter(({against}) => against !== null);
  if (known.length === 0) return undefined;
  const beating = known.filter(({against}) => against?.beaten).length;
  const chosen = known.find(({best}) => best) ?? (known.length === 1 ? known[0] : undefined);
  const all = counted(known.length, 'row');
  if (!chosen)
    return beating === 0
      ? `None of ${all} beats the best baseline of its data in ${judgedBy}.`
      : `${grouped(beating)} of ${all} ${beating === 1 ? 'beats' : 'beat'} the best baseline of their data in ${judgedBy}.`;
  const own = `${nameOf(chosen, parameterNames, chosenBy)} ${standing(chosen, judgedBy)}`;
  if (known.length === 1) return `${own}.`;
  const others =
    beating === 0
      ? 'no row does'
      : beating === known.length
        ? `so do all ${all}`
        : `${grouped(beating)} of ${all} ${beating === 1 ? 'does' : 'do'}`;
  return `${own}; ${others}.`;
}

function nameOf({parameters, best}: ResultsRow, parameterNames: readonly string[], chosenBy: string): string {
  const name = parametersText(parameters, parameterNames) || 'the network';
  return best ? `${name}, the best by ${chosenBy},` : name;
}

function standing({against, metrics}: ResultsRow, metric: string): string {
  if (!against) return '';
  const numbers = `${metric} ${shortNumber(metrics[metric].mean)} against ${shortNumber(against.value)} of ${against.name} on the same windows`;
  return against.beaten ? `beats all baselines: ${numbers}` : `does not beat the best baseline: ${numbers}`;
}

/** The same as a paragraph of Markdown. */
export function baselinesMarkdown(table: ResultsTable): string {
  const text = baselinesText(table);
  return text === undefined ? '' : `${escapedMarkdown(text)}\n`;
}
