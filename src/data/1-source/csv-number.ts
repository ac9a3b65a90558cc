/** What pandas.read_csv takes for a missing value by default. */
const MISSING = new Set([
  '',
  '#N/A',
  '#N/A N/A',
  '#NA',
  '-1.#IND',
  '-1.#QNAN',
  '-NaN',
  '-nan',
  '1.#IND',
  '1.#QNAN',
  '<NA>',
  'N/A',
  'NA',
  'NULL',
  'NaN',
  'None',
  'n/a',
  'nan',
  'null',
]);
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** A field's number, NaN where it is missing, undefined where it is something else. Grouped thousands are understood. */
export function csvNumber(field: string, decimal: '.' | ','): number | undefined {
  const text = field.trim();
  if (MISSING.has(text)) return Number.NaN;
  const group = decimal === '.' ? ',' : '.';
  const grouped = new RegExp(`^[+-]?\\d{1,3}(\\${group}\\d{3})+(\\${decimal}\\d*)?$`).test(text);
  const plain = (grouped ? text.replaceAll(group, '') : text).replace(decimal === ',' ? ',' : /$^/, '.');
  if (decimal === ',' && !grouped && text.includes('.')) return undefined;
  if (!NUMBER.test(plain)) return undefined;
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}
