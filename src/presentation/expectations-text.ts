import type {Expectations, Judgement} from '../results/expectations.js';
import {isComparable} from '../results/target-rows.js';
import {counted, grouped} from './number.js';
import {sharedText} from './shared-rows-text.js';
import {escapedMarkdown} from './sheet/sheet-markdown.js';
import type {Style} from './style.js';
import {trialText} from './trial-text.js';

/** One line per expectation: whether it holds, and the numbers. Empty where nothing is expected. */
export function expectationsText({judgements}: Expectations, style: Style): string {
  return judgements
    .map(judgement => {
      const verdict = judgement.holds ? style.green('holds') : style.red('missed');
      return `expect: ${judgement.text} ${verdict}: ${numbersText(judgement)}\n`;
    })
    .join('');
}

/** The same as a list in Markdown. */
export function expectationsMarkdown({judgements}: Expectations): string {
  return judgements
    .map(judgement => {
      const verdict = judgement.holds ? 'holds' : '**missed**';
      return `- expect ${escapedMarkdown(judgement.text)} ${verdict}: ${escapedMarkdown(numbersText(judgement))}\n`;
    })
    .join('');
}

/** "49.13 < 696.7", or "2.377 is not < 1". */
export function numbersText({
  holds,
  left,
  operator,
  right,
  failedTrials,
  undefinedNumbers,
  sharedRows,
  withoutBaseline,
  mistake,
}: Judgement): string {
  if (mistake !== null) return `this version can't read it: ${mistake}`;
  const show = (value: number) => String(Number(value.toPrecision(5)));
  if (failedTrials.length > 0) {
    const named = failedTrials.slice(0, MOST_NAMED).map(trial => `${trialText(trial)}: ${trial.error}`);
    const more = failedTrials.length > named.length ? [`and ${grouped(failedTrials.length - named.length)} more`] : [];
    return `${counted(failedTrials.length, 'trial')} that it is about failed (${[...named, ...more].join('; ')}); 'finished' at the end of the side asks for the others only`;
  }
  if (undefinedNumbers > 0)
    return `${counted(undefinedNumbers, 'trial')} that it is about finished without such a number; 'finished' at the end of the side leaves them out`;
  if (!isComparable(sharedRows)) return `no number: ${sharedText(sharedRows)}`;
  if (withoutBaseline !== null) return `there is no number on the right side: ${withoutBaseline}`;
  if (left === null || right === null) return `there is no number on the ${left === null ? 'left' : 'right'} side`;
  return `${show(left)} ${holds ? operator : `is not ${operator}`} ${show(right)}`;
}

const MOST_NAMED = 5;

/** Why nothing was judged; undefined where it was, or where nothing is expected. */
export function notJudgedText({missingTrials}: Expectations, expected: number): string | undefined {
  if (expected === 0 || missingTrials === 0) return undefined;
  return `${counted(expected, 'expectation')} not checked: ${counted(missingTrials, 'trial')} of the plan still to be trained`;
}
