import type {Problem} from '../../document/problem.js';
import {problemsText} from '../problems-text.js';
import type {Style} from '../style.js';
import type {JunitSuite} from './junit.js';

/** One case per file that was checked. */
export function checkSuite(
  files: readonly {readonly file: string; readonly problems: readonly Problem[]}[],
  plain: Style,
): JunitSuite {
  return {
    name: 'tfsweep check',
    cases: files.map(({file, problems}) => ({
      className: 'tfsweep check',
      name: file,
      ...(problems.length > 0
        ? {outcome: {type: 'failed', message: problems[0].message, details: problemsText({problems}, {style: plain})}}
        : {}),
    })),
  };
}
