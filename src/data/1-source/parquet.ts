import {bad, type Checked, good, type Place} from '../../document/problem.js';
import {ColumnTable} from './column-table.js';
import {joinedTables} from './joined-tables.js';
import type {OpenedFile} from './opened-file.js';
import {readOpened} from './reading/read-table.js';
import {type OpenedTable, source} from './source.js';
import type {SourceContext} from './source-context.js';
import {type FilesEntry, openFiles, pathOption, sha256Option, withDigest} from './source-files.js';
import {numberOptions, tableOptions} from './table-options.js';

export const parquet = source({
  type: 'parquet',
  description: 'A Parquet file, read by hyparquet, in any of its usual compressions.',
  options: {path: pathOption, sha256: sha256Option, ...numberOptions, ...tableOptions},
  isSeeded: false,
  files: {extensions: ['parquet', 'pq'], open},
  load: async (data, context) => readOpened(await open(data, context), data, context),
});

async function open(data: FilesEntry, context: SourceContext): Promise<Checked<OpenedTable>> {
  const opened = await openFiles(data, context);
  if (!opened.ok) return opened;
  const place = context.place(['data', 'path']);
  const tables = [];
  for (const file of opened.value.files) tables.push({name: file.name, table: await parquetTable(file, place)});
  return withDigest(joinedTables(tables, place), opened.value);
}

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
