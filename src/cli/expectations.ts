import type {Place} from '../document/problem.js';
import {notJudgedText, numbersText} from '../presentation/expectations-text.js';
import {problemText} from '../presentation/problems-text.js';
import type {Expectations} from '../results/expectations.js';
import type {Manifest} from '../run/records/manifest.js';
import type {Ci} from './ci.js';
import {EXIT, type ExitCode} from './exit-codes.js';
import {errScreen, writeErr} from './streams.js';

/** Tells which expectations are missed, and where each is written. */
export function tellMissed(
  expectations: Expectations,
  manifest: Manifest,
  ci: Ci,
  placeOf: (index: number) => Place,
): ExitCode {
  const unchecked = notJudgedText(expectations, manifest.expect.length);
  if (unchecked) writeErr(`${unchecked}\n`);
  let code: ExitCode = EXIT.fine;
  expectations.judgements.forEach((judgement, index) => {
    if (judgement.holds) return;
    const message = `expected ${judgement.text}, but ${numbersText(judgement)}`;
    const problem = {message, place: placeOf(index)};
    writeErr(`${problemText(problem, errScreen())}\n`);
    ci.problems([problem]);
    code = EXIT.no;
  });
  return code;
}
