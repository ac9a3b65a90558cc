import type {ResultsTable} from '../results/results-table.js';
import {withDeviation} from './number.js';
import {parameterValue} from './parameter-value.js';
import {trialCount} from './results-text.js';

/** The results as a Markdown table, the best row in bold. */
export function resultsMarkdown({parameterNames, metrics, rows}: ResultsTable): string {
  const head = [...parameterNames, ...metrics, 'trials'];
  const rule = [...parameterNames.map(() => '---'), ...metrics.map(() => '---:'), '---:'];
  const lines = rows.map(row => {
    const cells = [
      ...parameterNames.map(name => parameterValue(row.parameters[name])),
      ...metrics.map(metric => withDeviation(row.metrics[metric].mean, row.metrics[metric].deviation)),
      trialCount(row),
    ].map(escaped);
    return row.best ? cells.map(cell => `**${cell}**`) : cells;
  });
  return `${[head.map(escaped), rule, ...lines].map(line => `| ${line.join(' | ')} |`).join('\n')}\n`;
}

function escaped(cell: string): string {
  return cell.replace(/[\\|*`<>[\]]/g, '\\$&').replace(/\r?\n/g, ' ');
}
