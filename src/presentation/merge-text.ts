import type {Disagreement, Gap} from '../results/merge/merge-runs.js';
import {counted, grouped} from './number.js';
import {trialText} from './trial-text.js';
import {differenceText} from './verification-text.js';

const MOST_TOLD = 10;

/** What was put together, and what none of the runs has. */
export function mergedText(
  runs: number,
  planned: number,
  gaps: readonly Gap[],
  shared: number,
  folder: string,
): string {
  const agree = shared === 0 ? '' : `; ${counted(shared, 'trial')} in several of them, and the same`;
  const line = `merged ${counted(runs, 'run')}: ${grouped(planned - gaps.length)} of ${counted(planned, 'trial')}${agree}; ${folder}`;
  if (gaps.length === 0) return `${line}\n`;
  const told = gaps.slice(0, MOST_TOLD).map(gap => `  missing ${trialText(gap)}`);
  const more = gaps.length > MOST_TOLD ? [`  and ${grouped(gaps.length - MOST_TOLD)} more`] : [];
  return `${[line, ...told, ...more].join('\n')}\n`;
}

/** Trials on which runs don't agree. */
export function disagreementsText(disagreements: readonly Disagreement[]): string {
  const lines = disagreements.slice(0, MOST_TOLD).map(one => {
    const [first, second] = one.folders;
    const {difference} = one;
    return `  ${trialText(one)}: ${differenceText(difference)}: ${difference.recorded} in ${first}, ${difference.now} in ${second}`;
  });
  const more = disagreements.length - lines.length;
  return [
    `the runs don't agree on ${counted(disagreements.length, 'trial')}; nothing was written`,
    ...lines,
    ...(more > 0 ? [`  and ${grouped(more)} more`] : []),
  ].join('\n');
}
