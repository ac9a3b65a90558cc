import {bad, type Checked, good, type Place} from '../../document/problem.js';
import {ColumnTable} from './column-table.js';
import {joinedTables} from './joined-tables.js';
import type {OpenedFile} from './opened-file.js';
import {distinctNames} from './reading/column-names.js';
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
    const names = parquetSchema(metadata).children.map(({element}) => String(element.name ?? ''));
    const columns = new Map(names.map(name => [name, {values: new Array<unknown>(rows), read: 0}]));
    if (columns.size < names.length) return wrong('has two columns of the same name');
    await parquetRead({
      file: buffer,
      metadata,
      compressors,
      onChunk: ({columnName, columnData, rowStart}) => {
        const column = columns.get(columnName);
        if (!column) return;
        for (let index = 0; index < columnData.length; index++) column.values[rowStart + index] = columnData[index];
        column.read += columnData.length;
      },
    });
    // A damaged part may be left out without an error.
    if ([...columns.values()].some(({read}) => read !== rows)) return wrong('is damaged: it lacks values');
    const nowhere: Place = {source: {file: file.shown, text: ''}, line: 1, column: 1, length: 1};
    return good(
      new ColumnTable(
        distinctNames(names),
        [...columns.values()].map(({values}) => values),
        rows,
        () => nowhere,
      ),
    );
  } catch (error) {
    // Of a damaged file the reader breaks somewhere: where says nothing.
    const why = error instanceof Error && !(error instanceof TypeError) ? error.message : 'it is damaged';
    return wrong(`can't be read as Parquet: ${why}`);
  }
}
