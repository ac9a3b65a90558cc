import {bad, type Checked, good, type Place} from '../../document/problem.js';
import {ColumnTable} from './column-table.js';
import {joinedTables} from './joined-tables.js';
import type {OpenedFile} from './opened-file.js';
import {readTable} from './reading/read-table.js';
import {source} from './source.js';
import {openFiles, pathOption, sha256Option} from './source-files.js';
import {numberOptions, tableOptions} from './table-options.js';

export const parquet = source({
  type: 'parquet',
  description: 'A Parquet file, read by hyparquet, in any of its usual compressions.',
  options: {path: pathOption, sha256: sha256Option, ...numberOptions, ...tableOptions},
  isSeeded: false,
  async load(data, context) {
    const opened = openFiles(data, context);
    if (!opened.ok) return opened;
    const place = context.place(['data', 'path']);
    const tables = [];
    for (const file of opened.value.files) tables.push({name: file.name, table: await parquetTable(file, place)});
    const joined = joinedTables(tables, place);
    return joined.ok ? readTable(joined.value, data, opened.value, context) : joined;
  },
});

async function parquetTable(file: OpenedFile, place: Place): Promise<Checked<ColumnTable>> {
  const wrong = (message: string) => bad([{message: `'${file.name}' ${message}`, place}]);
  const [{parquetMetadataAsync, parquetRead, parquetSchema}, {compressors}] = await Promise.all([
    import('hyparquet'),
    import('hyparquet-compressors'),
  ]);
  const buffer = {
    byteLength: file.size,
    slice(start: number, end = file.size) {
      const bytes = file.read(start, end - start);
      // The reader wants a buffer of its own.
      return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    },
  };
  try {
    const metadata = await parquetMetadataAsync(buffer);
    const rows = Number(metadata.num_rows);
    if (rows === 0) return wrong('has no rows');
    const names = parquetSchema(metadata).children.map(({element}) => element.name);
    const columns = new Map(names.map(name => [name, new Array<unknown>(rows)]));
    await parquetRead({
      file: buffer,
      metadata,
      compressors,
      onChunk: ({columnName, columnData, rowStart}) => {
        const column = columns.get(columnName) ?? [];
        for (let index = 0; index < columnData.length; index++) column[rowStart + index] = columnData[index];
      },
    });
    const nowhere: Place = {source: {file: file.shown, text: ''}, line: 1, column: 1, length: 1};
    return good(new ColumnTable(names, [...columns.values()], rows, () => nowhere));
  } catch (error) {
    return wrong(`can't be read as Parquet: ${error instanceof Error ? error.message : error}`);
  }
}
