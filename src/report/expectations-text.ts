import type {Expectations, Judgement} from '../results/expectations.js';
import {counted} from './number.js';
import {escapedMarkdown} from './sheet/sheet-markdown.js';
import type {Style} from './style.js';

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
export function numbersText({holds, left, operator, right}: Judgement): string {
  const show = (value: number | null) => (value === null ? 'no number' : String(Number(value.toPrecision(5))));
  return `${show(left)} ${holds ? operator : `is not ${operator}`} ${show(right)}`;
}

/** Why nothing was judged; undefined where it was, or where nothing is expected. */
export function notJudgedText({missingTrials}: Expectations, expected: number): string | undefined {
  if (expected === 0 || missingTrials === 0) return undefined;
  return `${counted(expected, 'expectation')} not checked: ${counted(missingTrials, 'trial')} of the plan still to be trained`;
}
