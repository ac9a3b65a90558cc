/** "rows 3, 6, 9 and 333330 more": some rows by their numbers, counted from 1, of a count of them. */
export function namedRows(rows: readonly number[], count: number): string {
  const named = rows.map(row => row + 1).join(', ');
  const more = count - rows.length;
  return `${count === 1 ? 'row' : 'rows'} ${named}${more > 0 ? ` and ${more} more` : ''}`;
}
