import {isMissing} from './missing-marks.js';
import {bareNumber, readDigits} from './number-text.js';
import {looksLikeTime} from './time-candidates.js';

/** What a field may be. */
export type FieldKind = 'missing' | 'number' | 'time' | 'text';

/** What a field looks like by itself: a number in any reading before a time, a time before a text. */
export function fieldKind(field: string): FieldKind {
  const text = field.trim();
  if (isMissing(text)) return 'missing';
  const bare = bareNumber(text);
  if (bare && (readDigits(bare, '.') ?? readDigits(bare, ','))) return 'number';
  return looksLikeTime(text) ? 'time' : 'text';
}

/** What nearly all fields of a column are, given by their kinds: those that are missing say nothing, and one may be a mistake. */
function columnKind(kinds: readonly FieldKind[]): FieldKind {
  const told = kinds.filter(kind => kind !== 'missing');
  if (told.length === 0) return 'missing';
  const common = (['number', 'time'] as const).find(
    kind => told.filter(one => one === kind).length >= told.length * NEARLY_ALL,
  );
  return common ?? 'text';
}

const NEARLY_ALL = 0.8;

/** Whether a field may stand in a column of a kind. */
export function fits(field: FieldKind, column: FieldKind): boolean {
  return field === 'missing' || column === 'text' || column === 'missing' || field === column;
}

/** What the columns are, by the later records: the first ones may be a header. */
export function columnKinds(records: readonly (readonly string[])[], width: number): FieldKind[] {
  const body = records.slice(Math.max(0, Math.min(5, records.length - 1, Math.ceil(records.length * 0.6))));
  return Array.from({length: width}, (_, column) => columnKind(body.map(record => fieldKind(record[column] ?? ''))));
}
