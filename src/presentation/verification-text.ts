import {parameterValue} from '../document/parameter-value.js';
import {type Difference, RELATIVE_TOLERANCE} from '../results/verify/compare-trials.js';
import type {Circumstances, Verification} from '../results/verify/verification.js';
import {changeText} from './diff-text.js';
import {counted, grouped} from './number.js';
import {identityColumn, plainCell, type Sheet} from './sheet/sheet.js';
import {escapedMarkdown, sheetMarkdown} from './sheet/sheet-markdown.js';
import {sheetText, type TextLimits} from './sheet/sheet-text.js';
import type {Style} from './style.js';

/** What is not as it was, and what that means for the numbers; empty where all is. */
export function circumstancesText(circumstances: Circumstances, file: string): string[] {
  const {data, versions, experiment, precision} = circumstances;
  const expected =
    precision === 'same bits'
      ? 'the same bits are expected all the same'
      : `the same bits are not promised; numbers are compared within ${RELATIVE_TOLERANCE} (relative)`;
  return [
    ...data.map(change => `the data changed: ${changeText(change)}`),
    ...(data.length > 0
      ? [
          `this run is of other data, so other numbers are expected: 'tfsweep run ${file}' makes the run of the data as it is now, 'tfsweep clean' removes this one`,
        ]
      : []),
    ...experiment.map(change => `the experiment means something else now: ${changeText(change)}`),
    ...versions.map(change => `not as it was: ${changeText(change)}`),
    ...(versions.length > 0 || precision === 'tolerance' ? [expected] : []),
  ];
}

/** The outcome for a terminal: a line, and a table of what didn't come back. */
export function verificationText(verification: Verification, style: Style, limits: TextLimits = {}): string {
  const {name, folder, reproduced} = verification;
  const line = `${style.bold(name)} ${folder}: ${reproduced ? style.green('reproduced') : style.red('not reproduced')}, ${outcomeText(verification)}`;
  const sheet = differencesSheet(verification);
  return sheet.rows.length === 0 ? `${line}\n` : `${line}\n${sheetText(sheet, style, limits)}`;
}

/** The same for a pull request's comment. */
export function verificationMarkdown(verification: Verification): string {
  const {name, file, folder, reproduced, circumstances} = verification;
  const notes = circumstancesText(circumstances, file).map(line => `- ${escapedMarkdown(line)}\n`);
  const sheet = differencesSheet(verification);
  return [
    `### ${escapedMarkdown(name)}: ${reproduced ? 'reproduced' : '**not reproduced**'}, ${outcomeText(verification)}\n`,
    ...(notes.length > 0 ? [notes.join('')] : []),
    ...(sheet.rows.length > 0 ? [sheetMarkdown(sheet)] : []),
    `<sub>${escapedMarkdown(folder)}</sub>\n`,
  ].join('\n');
}

/** "20 of 20 trials with the same bits". */
export function outcomeText({trials, comparable, planned, circumstances}: Verification): string {
  if (trials.length === 0)
    return comparable === 0 ? 'it has no trial that could be compared' : 'no trial was trained again';
  const good = trials.filter(({difference}) => difference === null);
  const bits = good.filter(({sameBits}) => sameBits).length;
  const how =
    bits === good.length ? 'with the same bits' : `within the tolerance, ${grouped(bits)} of them with the same bits`;
  const left = [
    ...(comparable > trials.length ? [`a sample of ${grouped(comparable)}`] : []),
    ...(planned > comparable ? [`${grouped(planned - comparable)} of ${grouped(planned)} planned have no result`] : []),
    ...(circumstances.precision === 'tolerance' && bits === good.length ? ['though none are promised'] : []),
  ];
  return [`${grouped(good.length)} of ${counted(trials.length, 'trial')} ${how}`, ...left].join(', ');
}

/** One row per trial that didn't come back: the first number that differs. */
function differencesSheet({trials, parameterNames}: Verification): Sheet {
  const differing = trials.flatMap(({difference, ...trial}) => (difference ? [{trial, difference}] : []));
  return {
    columns: [
      ...parameterNames.map(identityColumn),
      {name: 'seed', align: 'right', role: 'identity', fields: ['seed']},
      {name: 'first difference', align: 'left', role: 'identity', fields: ['epoch', 'what']},
      {name: 'recorded', align: 'right', role: 'metric', fields: ['recorded']},
      {name: 'now', align: 'right', role: 'metric', fields: ['now']},
    ],
    rows: differing.map(({trial, difference}) => ({
      cells: [
        ...parameterNames.map(name => plainCell(parameterValue(trial.parameters[name]))),
        plainCell(trial.seed),
        {text: differenceText(difference), values: [difference.epoch, difference.what]},
        ...[difference.recorded, difference.now].map(value => ({text: String(value ?? 'n/a'), values: [value]})),
      ],
    })),
    notes: [],
  };
}

/** "epoch 3, validation_loss". */
export function differenceText({epoch, what}: Difference): string {
  return epoch === null ? what : `epoch ${epoch}, ${what}`;
}
