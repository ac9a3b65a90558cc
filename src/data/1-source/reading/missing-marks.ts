/**
 * What stands for a missing value in files: what pandas.read_csv takes for one by default, what spreadsheets write for errors, and
 * the marks of weather services and statistics offices. None of them could be a number.
 */
const MARKS = new Set([
  ...['', '#N/A', '#N/A N/A', '#NA', '-1.#IND', '-1.#QNAN', '-NaN', '-nan', '1.#IND', '1.#QNAN', '<NA>', 'N/A', 'NA'],
  ...['NULL', 'NaN', 'None', 'n/a', 'nan', 'null', 'none', 'Null', 'na', 'NAN', 'NaT', 'n.a.', 'N.A.', 'nil', 'NIL'],
  ...['#NV', '#DIV/0!', '#VALUE!', '#REF!', '#NUM!', '#NAME?', '#NULL!', '#WERT!', '#ZAHL!'],
  ...['-', '--', '---', '\u2013', '\u2014', '.', '..', '...', '?', '*', '**', '***', '****', ':', '/', '//', '///'],
  ...['M', 'missing', 'Missing', 'k.A.', 'k. A.', 'keine Angabe', '欠測', '\u00d7'],
]);

/** Marks of missing values besides those that are always known: as they are written, or numbers by their size. */
export type MissingMarks = readonly (string | number)[];

/** Whether a field, without blanks around it, stands for a missing value. */
export function isMissing(text: string): boolean {
  return MARKS.has(text);
}
