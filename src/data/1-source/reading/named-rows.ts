/** "rows 3, 6, 9 and 333330 more": some rows by their numbers, counted from 1, of a count of them. */
export function namedRows(rows: readonly number[], count: number): string {
  const numbers = rows.map(row => row + 1);
  return `${count === 1 ? 'row' : 'rows'} ${someOf(numbers, count)}`;
}

/** "3, 6, 9 and 333330 more": some numbers, of a count of them. */
export function someOf(numbers: readonly number[], count: number): string {
  const more = count - numbers.length;
  return `${numbers.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
