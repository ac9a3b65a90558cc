import {type Checked, good, type Place} from '../../document/problem.js';
import {type FieldKind, fieldKind} from './reading/field-kind.js';
import type {Field, FieldTable} from './reading/field-table.js';
import type {SourceReading} from './source-context.js';

const LOOKED_AT = 20;

/** A table whose columns are in memory, as JSON, Parquet and data bases give them. */
export class ColumnTable implements FieldTable {
  readonly kinds: readonly FieldKind[];
  readonly sample: FieldTable['sample'];
  readonly parts = [0];
  readonly reading: SourceReading = {};

  constructor(
    readonly names: readonly string[],
    private readonly columns: readonly ArrayLike<unknown>[],
    readonly rows: number,
    private readonly where: (row: number, column: number) => Place,
  ) {
    this.kinds = columns.map(column => kindOfColumn(column));
    this.sample = Array.from({length: Math.min(rows, LOOKED_AT)}, (_, row) =>
      columns.map(column => fieldOf(column[row])),
    );
  }

  expectedRows(): number {
    return this.rows;
  }

  read(_: unknown, each: (fields: readonly Field[]) => void): Checked<undefined> {
    for (let row = 0; row < this.rows; row++) each(this.columns.map(column => fieldOf(column[row])));
    return good(undefined);
  }

  place(row: number, column: number): Place {
    return this.where(row, column);
  }

  notes(): readonly string[] {
    return [];
  }
}

/** A value of a typed source: times as ISO 8601 has them, whole numbers of any size and truth values as numbers; what is nested is no value. */
export function fieldOf(value: unknown): Field {
  switch (typeof value) {
    case 'number':
    case 'string':
      return value;
    case 'bigint':
    case 'boolean':
      return Number(value);
    case 'object':
      if (value === null) return null;
      if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
      return Array.isArray(value) ? 'a list' : 'a mapping';
    default:
      return null;
  }
}

/** What a column holds, by its first values. */
function kindOfColumn(column: ArrayLike<unknown>): FieldKind {
  const kinds = new Set<FieldKind>();
  for (let row = 0; row < Math.min(column.length, LOOKED_AT); row++) {
    const field = fieldOf(column[row]);
    if (field === null) continue;
    kinds.add(typeof field === 'number' ? 'number' : fieldKind(field));
  }
  kinds.delete('missing');
  const [only] = kinds;
  return kinds.size === 1 ? only : kinds.size === 0 ? 'missing' : 'text';
}
