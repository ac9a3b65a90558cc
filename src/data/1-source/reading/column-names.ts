/** What pandas calls a column without a name, before its place. */
const UNNAMED = 'Unnamed: ';

/** The column that holds the names of unpivoted ones, as pandas.melt calls it. */
export const VARIABLE = 'variable';

/** A data frame's index, which numbers the rows; seen only where it is named. Parquet has a name of its own for it. */
export function isIndex(name: string): boolean {
  return name.startsWith(UNNAMED) || /^__index_level_\d+__$/.test(name);
}

/** Names that are not empty, and none twice: as pandas tells columns apart, close, close.1, close.2. */
export function distinctNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name, column) => {
    const known = name === '' ? `${UNNAMED}${column}` : name;
    let distinct = known;
    for (let count = 1; taken.has(distinct) || (distinct !== known && names.includes(distinct)); count++)
      distinct = `${known}.${count}`;
    taken.add(distinct);
    return distinct;
  });
}
