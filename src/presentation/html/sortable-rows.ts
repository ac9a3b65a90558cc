/** A sheet as it stands in a page, for client/tables.ts. */
export interface SortableRows {
  readonly columns: readonly {
    readonly name: string;
    readonly align: 'left' | 'right';
    readonly role: 'identity' | 'metric' | 'count';
  }[];
  readonly rows: readonly SortableRow[];
}

/** Texts from this length on are broken into lines. */
export const LONG = 48;

export interface SortableRow {
  readonly texts: readonly string[];
  /** null where there is none. */
  readonly values: readonly (number | string | null)[];
  readonly best?: true;
  /** A simple forecast that results are held against: it stays at the end, whatever is filtered and sorted. */
  readonly aside?: true;
}
