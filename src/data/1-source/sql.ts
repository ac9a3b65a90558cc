import {canonicalJson, sha256} from '../../document/content-hash.js';
import {optional, text} from '../../document/json-schema.js';
import {bad, hintOf, type Place} from '../../document/problem.js';
import {ColumnTable, fieldOf} from './column-table.js';
import {distinctNames} from './reading/column-names.js';
import {readTable} from './reading/read-table.js';
import {source} from './source.js';
import {numberOptions, tableOptions} from './table-options.js';

export const sql = source({
  type: 'sql',
  description:
    "A query over files or a database file, which DuckDB answers (npm install @duckdb/node-api): select date, close from 'prices/*.csv' order by date.",
  options: {
    query: {...text, description: 'One SELECT in the SQL of DuckDB; files are relative to this one.'},
    database: optional({...text, description: 'A database file of DuckDB, relative to this file; it is only read.'}),
    ...numberOptions,
    ...tableOptions,
  },
  isSeeded: false,
  async load(data, context) {
    const place = context.place(['data', 'query']);
    const answer = await context.query(data.query, data.database);
    if ('failed' in answer) return bad([{message: answer.failed, place, ...hintOf(answer.hint)}]);
    const columns = answer.columns.map(column => Array.from(column, fieldOf));
    const rows = columns[0]?.length ?? 0;
    if (rows === 0) return bad([{message: 'the query gives no rows', place}]);
    const names = distinctNames(answer.names);
    const nowhere: Place = {source: {file: place.source.file, text: ''}, line: 1, column: 1, length: 1};
    const table = new ColumnTable(names, columns, rows, () => nowhere);
    return readTable(
      table,
      data,
      {origin: data.database ?? 'a query', sha256: sha256(canonicalJson({names, columns}))},
      context,
    );
  },
});
