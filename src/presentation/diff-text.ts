import {parametersText, parameterValue} from '../document/parameter-value.js';
import type {CellDiff, DiffSide, RunDiff, Verdict} from '../results/diff/diff-runs.js';
import type {PathChange} from '../results/diff/path-changes.js';
import type {ResultsRow} from '../results/results-table.js';
import type {Statement} from '../results/verdict/statement.js';
import {counted, grouped, percent, shortNumber, signed} from './number.js';
import {setText} from './run-name.js';
import {summaryCell, trialCount} from './sheet/results-sheet.js';
import {identityColumn, plainCell, type Row, type Sheet} from './sheet/sheet.js';
import {escapedMarkdown, sheetMarkdown} from './sheet/sheet-markdown.js';
import {sheetText, type TextLimits} from './sheet/sheet-text.js';
import type {Style} from './style.js';
import {statementText} from './verdict-text.js';

/** What changed besides cells, in lines under titles; titles without a line are left out. */
export function changeLines(diff: RunDiff): {readonly title: string; readonly lines: readonly string[]}[] {
  return [
    {title: 'experiment', lines: diff.experiment.map(changeText)},
    {title: 'data', lines: diff.data.map(dataText)},
    {title: 'environment', lines: diff.environment.map(changeText)},
    {title: 'verdict', lines: verdictLines(diff)},
    {title: 'trials', lines: countChanges(diff)},
    {title: 'rows added', lines: diff.added.map(row => rowText(row, diff))},
    {title: 'rows removed', lines: diff.removed.map(row => rowText(row, diff))},
  ].filter(({lines}) => lines.length > 0);
}

/** What was said before, and what is said now. */
function verdictLines({verdict: {gone, come}}: RunDiff): string[] {
  const textOf = (one: Statement) => {
    const {title, text} = statementText(one);
    return `${title}: ${text}`;
  };
  const [before, after] = [gone, come].map(all => all.map(textOf));
  // Numbers that differ by less than is shown are no news.
  return [
    ...before.filter(text => !after.includes(text)).map(text => `- ${text}`),
    ...after.filter(text => !before.includes(text)).map(text => `+ ${text}`),
  ];
}

/** What changed from one run to another, for a terminal. */
export function diffText(diff: RunDiff, style: Style, limits: TextLimits = {}): string {
  const sheet = cellsSheet(diff);
  const tones = {bad: style.red, other: style.yellow, same: style.green};
  return [
    `${style.bold('old')} ${sideText(diff.old)}`,
    `${style.bold('new')} ${sideText(diff.now)}`,
    '',
    ...changeLines(diff).flatMap(({title, lines}) => [style.bold(title), ...lines.map(line => `  ${line}`), '']),
    ...(sheet.rows.length > 0 ? [sheetText(sheet, style, limits)] : []),
    tones[toneOf(diff)](summaryText(diff)),
    '',
  ].join('\n');
}

/** The same for a pull request's comment. */
export function diffMarkdown(diff: RunDiff): string {
  const sheet = cellsSheet(diff);
  return [
    `### ${escapedMarkdown(diff.now.name)}: ${summaryText(diff)}`,
    '',
    ...changeLines(diff).flatMap(({title, lines}) => [
      `**${title}**`,
      '',
      ...lines.map(line => `- ${escapedMarkdown(line)}`),
      '',
    ]),
    ...(sheet.rows.length > 0 ? [sheetMarkdown(sheet)] : []),
    `<sub>old: ${escapedMarkdown(sideText(diff.old))}<br>new: ${escapedMarkdown(sideText(diff.now))}</sub>`,
    '',
  ].join('\n');
}

/** Whether a number is another one by more than noise, something else differs, such as rows that came, or nothing does. */
export function toneOf({rows, differs}: RunDiff): 'bad' | 'other' | 'same' {
  if (!differs) return 'same';
  return rows.some(({cells}) => cells.some(({verdict}) => verdict.startsWith('beyond'))) ? 'bad' : 'other';
}

function sideText({folder, ranAt, gitCommit, overrides}: DiffSide): string {
  const commit = gitCommit ? `, commit ${gitCommit.slice(0, 10)}` : '';
  return `${folder}, ran ${ranAt.slice(0, 16).replace('T', ' ')} UTC${commit}${setText(overrides)}`;
}

/** "training.epochs: 30 → 40". */
export function changeText({path, old, now}: PathChange): string {
  const show = (value: unknown) => (value === undefined ? 'nothing' : shortened(parameterValue(value)));
  return `${path}: ${show(old)} → ${show(now)}`;
}

/** "prices.csv: 5,105 rows, sha256 9409e9342d06 → ...". */
export function dataText({path, old, now}: RunDiff['data'][number]): string {
  const show = (data: typeof old) =>
    data ? `${counted(data.rows, 'row')}, sha256 ${data.sha256.slice(0, 12)}` : 'not used';
  return `${path}: ${show(old)} → ${show(now)}`;
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 120 ? `${line.slice(0, 117)}...` : line;
}

function rowText(row: ResultsRow, {metrics, parameterNames}: RunDiff): string {
  const [metric] = metrics;
  const {text} = summaryCell(row.metrics[metric]);
  return `${parametersText(row.parameters, parameterNames) || 'the only one'}: ${metric} ${text}, trials: ${trialCount(row)}`;
}

/** Rows of which other trials ended, or ended well. */
function countChanges({rows, parameterNames}: RunDiff): string[] {
  return rows.flatMap(({parameters, old, now}) => {
    const [before, after] = [trialCount(old), trialCount(now)];
    if (before === after) return [];
    return [`${parametersText(parameters, parameterNames) || 'the only row'}: ${before} → ${after}`];
  });
}

/** One row per cell that changed. */
export function cellsSheet({rows, parameterNames}: RunDiff): Sheet {
  const changed = rows.flatMap(({parameters, cells}) =>
    cells.filter(({verdict}) => verdict !== 'same').map(cell => ({parameters, cell})),
  );
  return {
    columns: [
      ...parameterNames.map(identityColumn),
      {name: 'metric', align: 'left', role: 'identity', fields: ['metric']},
      {name: 'old', align: 'right', role: 'count', fields: ['old_mean', 'old_deviation']},
      {name: 'new', align: 'right', role: 'count', fields: ['new_mean', 'new_deviation']},
      {name: 'change', align: 'right', role: 'metric', fields: ['change', 'relative_change']},
      {name: '95 % interval', align: 'right', role: 'metric', fields: ['low', 'high']},
      {name: 'verdict', align: 'left', role: 'identity', fields: ['verdict', 'adjusted_probability']},
    ],
    rows: changed.map(
      ({parameters, cell}): Row => ({
        cells: [
          ...parameterNames.map(name => plainCell(name in parameters ? parameterValue(parameters[name]) : '')),
          plainCell(cell.metric),
          summaryCell(cell.old),
          summaryCell(cell.now),
          {text: changeCell(cell), values: [cell.change, cell.relativeChange]},
          cell.interval
            ? {text: cell.interval.map(bound => signed(bound, shortNumber)).join(' to '), values: [...cell.interval]}
            : {text: '', values: [null, null]},
          {text: verdictText(cell), values: [verdictText(cell), cell.adjustedProbability]},
        ],
      }),
    ),
    notes: [
      '± standard deviation over the trials of a row',
      ...(changed.some(({cell}) => cell.adjustedProbability !== null)
        ? ['each interval is of its own cell; verdicts hold for all cells together (Holm)']
        : []),
    ],
  };
}

function changeCell({change, relativeChange}: CellDiff): string {
  if (change === null) return '';
  const share = relativeChange === null ? '' : ` (${signed(relativeChange, percent)})`;
  return `${signed(change, shortNumber)}${share}`;
}

function verdictText({verdict, better}: CellDiff): string {
  const direction = better === null ? '' : better ? ', better' : ', worse';
  switch (verdict) {
    case 'same':
      return 'same';
    case 'within noise':
      return 'within seed noise';
    case 'beyond noise':
      return `beyond seed noise${direction}`;
    case 'noise unknown':
      return `seed noise unknown: fewer than 2 seeds${direction}`;
    case 'other rows':
      return 'other rows or scale';
    case 'within tolerance':
      return 'within tolerance';
    case 'beyond tolerance':
      return `beyond tolerance${direction}`;
    case 'no number':
      return 'a side has no number';
  }
}

const COUNTED: readonly (readonly [Verdict, string])[] = [
  ['beyond tolerance', 'beyond tolerance'],
  ['beyond noise', 'beyond seed noise'],
  ['noise unknown', 'changed with seed noise unknown'],
  ['other rows', 'of other rows or scale'],
  ['no number', 'without a number on one side'],
  ['within tolerance', 'within tolerance'],
  ['within noise', 'within seed noise'],
  ['same', 'the same'],
];

/** "2 cells beyond seed noise, 3 within seed noise, 11 the same, 1 row added". */
export function summaryText({rows, added, removed}: RunDiff): string {
  const cells = rows.flatMap(row => row.cells);
  const parts = COUNTED.flatMap(([verdict, words]) => {
    const count = cells.filter(cell => cell.verdict === verdict).length;
    return count === 0 ? [] : [{count, words}];
  });
  const all = parts.length === 1 && parts[0].words === 'the same';
  const texts = all
    ? [`all ${counted(cells.length, 'cell')} the same`]
    : parts.map(({count, words}, index) => `${index === 0 ? counted(count, 'cell') : grouped(count)} ${words}`);
  if (added.length > 0) texts.push(`${counted(added.length, 'row')} added`);
  if (removed.length > 0) texts.push(`${counted(removed.length, 'row')} removed`);
  const counts = rows.filter(row => trialCount(row.old) !== trialCount(row.now)).length;
  if (counts > 0) texts.push(`${counted(counts, 'row')} with other counts of trials`);
  return texts.join(', ');
}
