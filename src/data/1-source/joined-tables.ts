import {bad, type Checked, good, type Place} from '../../document/problem.js';
import type {FieldKind} from './reading/field-kind.js';
import type {Field, FieldTable} from './reading/field-table.js';
import type {SourceContext, SourceReading} from './source-context.js';

/** The tables of files as one, or all that stands in the way of it. */
export function joinedTables(
  tables: readonly {readonly name: string; readonly table: Checked<FieldTable>}[],
  place: Place,
): Checked<FieldTable> {
  const problems = tables.flatMap(({table}) => (table.ok ? [] : table.problems));
  if (problems.length > 0) return bad(problems);
  return JoinedTables.of(
    tables.flatMap(({name, table}) => (table.ok ? [{name, table: table.value}] : [])),
    place,
  );
}

/** A table of several files, and what they are called. */
interface Part {
  readonly name: string;
  readonly table: FieldTable;
}

/** Tables of the same columns as one, one after the other; the columns of each are brought into the order of the first one. */
class JoinedTables implements FieldTable {
  readonly names: readonly string[];
  readonly kinds: readonly FieldKind[];
  readonly sample: FieldTable['sample'];
  readonly parts: number[] = [];
  /** For each table, where its columns stand. */
  private readonly orders: readonly (readonly number[])[];

  private constructor(private readonly tables: readonly Part[]) {
    const [first] = tables;
    this.names = first.table.names;
    this.kinds = first.table.kinds;
    this.sample = first.table.sample;
    this.orders = tables.map(({table}) => this.names.map(name => table.names.indexOf(name)));
  }

  /** Joins tables, of which there must be one; or tells which columns one has and another one lacks. */
  static of(tables: readonly Part[], place: Place): Checked<FieldTable> {
    const [first, ...others] = tables;
    const problems = others.flatMap(({name, table}) => {
      const lacking = first.table.names.filter(column => !table.names.includes(column));
      const more = table.names.filter(column => !first.table.names.includes(column));
      if (lacking.length === 0 && more.length === 0) return [];
      const said = [
        ...(lacking.length > 0 ? [`lacks ${lacking.join(', ')}`] : []),
        ...(more.length > 0 ? [`has ${more.join(', ')} besides`] : []),
      ];
      return [
        {
          message: `'${name}' has other columns than '${first.name}': it ${said.join(' and ')}`,
          place,
          hint: 'files that are read as one table must have the same columns',
        },
      ];
    });
    if (problems.length > 0) return bad(problems);
    return good(others.length === 0 ? first.table : new JoinedTables(tables));
  }

  get rows(): number {
    return this.tables.reduce((sum, {table}) => sum + table.rows, 0);
  }

  get reading(): SourceReading {
    return this.tables[0].table.reading;
  }

  expectedRows(): number {
    return this.tables.reduce((sum, {table}) => sum + table.expectedRows(), 0);
  }

  read(context: SourceContext, each: (fields: readonly Field[]) => void): Checked<undefined> {
    this.parts.length = 0;
    let before = 0;
    for (const [index, {table}] of this.tables.entries()) {
      const order = this.orders[index];
      const isSame = order.every((position, column) => position === column);
      this.parts.push(before);
      const done = table.read(context, isSame ? each : fields => each(order.map(position => fields[position])));
      if (!done.ok) return done;
      before += table.rows;
    }
    return good(undefined);
  }

  place(row: number, column: number): Place {
    const index = this.parts.findLastIndex(begin => begin <= row);
    return this.tables[index].table.place(row - this.parts[index], this.orders[index][column]);
  }

  notes(): readonly string[] {
    return this.tables.flatMap(({name, table}) => table.notes().map(note => `${name}: ${note}`));
  }
}
