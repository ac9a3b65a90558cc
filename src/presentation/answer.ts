import type {Comparison} from '../results/comparison/comparison.js';
import type {Expectations} from '../results/expectations.js';
import type {ResultsTable} from '../results/results-table.js';
import type {Statement} from '../results/verdict/statement.js';
import {baselinesMarkdown, baselinesText} from './baselines-text.js';
import {comparisonMarkdown, comparisonText} from './comparison-text.js';
import {expectationsMarkdown, expectationsText} from './expectations-text.js';
import type {Sheet} from './sheet/sheet.js';
import {escapedMarkdown, sheetMarkdown} from './sheet/sheet-markdown.js';
import {sheetText, type TextLimits} from './sheet/sheet-text.js';
import type {Style} from './style.js';
import {verdictMarkdown, verdictText} from './verdict-text.js';

/** What a run answers: its table, whether it beats baselines, the comparison where there is one, the verdict, and its expectations. */
export interface Answer {
  readonly sheet: Sheet;
  /** What the sheet was made of, where its rows are results. */
  readonly table: ResultsTable | undefined;
  readonly comparison: Comparison | null;
  readonly verdict: readonly Statement[];
  readonly expectations: Expectations;
}

/** The answer for a terminal. */
export function answerText(
  {sheet, table, comparison, verdict, expectations}: Answer,
  style: Style,
  limits: TextLimits,
): string {
  return paragraphs(
    sheet.rows.length > 0 ? sheetText(sheet, style, limits) : null,
    beatenText(table),
    comparison && comparisonText(comparison, style, limits.width),
    verdictText(verdict, style, limits.width),
    expectationsText(expectations, style),
  );
}

/** The same in Markdown. */
export function answerMarkdown({sheet, table, comparison, verdict, expectations}: Answer): string {
  return paragraphs(
    sheetMarkdown(sheet),
    table ? baselinesMarkdown(table) : null,
    comparison && comparisonMarkdown(comparison),
    verdictMarkdown(verdict),
    expectationsMarkdown(expectations),
  );
}

/** The same under a heading, for a page that has several. */
export function titledMarkdown(title: string, answer: Answer): string {
  return paragraphs(`### ${escapedMarkdown(title)}\n`, answerMarkdown(answer));
}

function beatenText(table: ResultsTable | undefined): string | null {
  const text = table && baselinesText(table);
  return text === undefined ? null : `${text}\n`;
}

/** Parts with an empty line between them; those that are empty are left out. */
function paragraphs(...parts: readonly (string | null)[]): string {
  return parts.filter(part => part !== null && part !== '').join('\n');
}
