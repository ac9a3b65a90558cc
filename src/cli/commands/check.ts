import {prepareExperiment} from '../../files/prepare-file.js';
import type {PreparedExperiment} from '../../plan/prepare.js';
import {checkSuite} from '../../presentation/ci/check-suite.js';
import {counted} from '../../presentation/number.js';
import {escapedMarkdown} from '../../presentation/sheet/sheet-markdown.js';
import {plainStyle, styleFor} from '../../presentation/style.js';
import {ciFor, writeJunit} from '../ci.js';
import {EXIT, type ExitCode} from '../exit-codes.js';
import {tellWarnings, valueOrTold} from '../prepared.js';
import {writeText} from '../streams.js';

export interface CheckCommandOptions {
  readonly set?: readonly string[];
  readonly ci?: boolean;
  readonly junit?: string;
}

function trialsText({trials, search}: PreparedExperiment): string {
  const more = search ? ' to begin with; the search chooses the others' : '';
  return `${counted(trials.length, 'trial')}${more}`;
}

/** What was done to the rows of its data sets. */
function notesText({datasets}: PreparedExperiment): string {
  const notes = [...datasets.values()].flatMap(({origin, notes: own}) => own.map(note => `  ${origin}: ${note}\n`));
  return [...new Set(notes)].join('');
}

/** Validates files, their data and shapes; tells all problems. */
export async function check(files: readonly string[], options: CheckCommandOptions): Promise<ExitCode> {
  const style = styleFor(process.stdout);
  const ci = ciFor(options.ci);
  let code: ExitCode = EXIT.fine;
  const outcomes = [];
  for (const file of files) {
    const prepared = await prepareExperiment(file, options.set ?? []);
    const value = valueOrTold(prepared, ci);
    if (value) tellWarnings(value, ci);
    if (value) writeText(`${style.green('fine')} ${file}: ${trialsText(value)}\n${notesText(value)}`);
    else code = EXIT.badInput;
    const problems = prepared.ok ? [] : prepared.problems;
    const outcome = value
      ? `fine, ${counted(value.trials.length, 'trial')}`
      : `**${counted(problems.length, 'problem')}**`;
    ci.summarize(() => `- check ${escapedMarkdown(file)}: ${outcome}`);
    outcomes.push({file, problems});
  }
  writeJunit(options.junit, [checkSuite(outcomes, plainStyle)]);
  return code;
}
