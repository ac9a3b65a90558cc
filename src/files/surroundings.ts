import {existsSync} from 'node:fs';
import {resolve} from 'node:path';
import type {OpenFile} from '../data/1-source/opened-file.js';
import type {Query, Surroundings} from '../data/1-source/source-context.js';
import {fileErrorParts, isFileError} from '../disk/file-error.js';
import {locateFile} from './locate-file.js';
import {openDataFile} from './open-data-file.js';

/** Files of data beside an experiment file in a folder, or in npm packages; and what DuckDB answers, where it is installed. */
export function surroundingsOf(folder: string): Surroundings {
  return {
    openFile: fileOpener(folder),
    async findFiles(pattern) {
      const {glob} = await import('tinyglobby');
      const found = await glob(pattern, {cwd: folder, expandDirectories: false});
      return found.sort();
    },
    query: queryIn(folder),
  };
}

function fileOpener(folder: string): OpenFile {
  return path => {
    const located = locateFile(path, folder);
    if ('missing' in located) return located;
    try {
      return openDataFile(located.file);
    } catch (error) {
      if (isFileError(error)) return {missing: `'${path}' can't be read: ${fileErrorParts(error).reason}`};
      return {missing: `'${path}' can't be read: ${error instanceof Error ? error.message : error}`};
    }
  };
}

/** Seconds after which a query is ended. */
const LONGEST_QUERY = 120;

/** Asks DuckDB one SELECT; nothing is written, no extension is loaded. */
function queryIn(folder: string): Query {
  return async (sql, database) => {
    const file = database === undefined ? ':memory:' : resolve(folder, database);
    if (database !== undefined && !existsSync(file)) return {failed: `there is no file '${database}'`};
    let duckdb: typeof import('@duckdb/node-api');
    try {
      duckdb = await import('@duckdb/node-api');
    } catch {
      return {failed: 'DuckDB, which answers queries, is not installed', hint: 'npm install @duckdb/node-api'};
    }
    // DuckDB takes paths from the folder that a process is in.
    const here = process.cwd();
    process.chdir(folder);
    try {
      const options = database === undefined ? {} : {access_mode: 'READ_ONLY'};
      const instance = await duckdb.DuckDBInstance.create(file, {
        ...options,
        autoinstall_known_extensions: 'false',
        autoload_known_extensions: 'false',
      });
      const connection = await instance.connect();
      try {
        await connection.run('set lock_configuration = true');
        const statements = await connection.extractStatements(sql);
        if (statements.count !== 1) return {failed: 'a query is one statement', hint: 'select ... from ...'};
        const prepared = await statements.prepare(0);
        if (prepared.statementType !== duckdb.StatementType.SELECT)
          return {failed: 'a query must be a SELECT: it reads, and changes nothing', hint: 'select ... from ...'};
        const late = setTimeout(() => connection.interrupt(), LONGEST_QUERY * 1000);
        try {
          const answer = await prepared.runAndReadAll();
          return {names: answer.columnNames(), columns: answer.getColumnsJS()};
        } finally {
          clearTimeout(late);
        }
      } finally {
        connection.closeSync();
        instance.closeSync();
      }
    } catch (error) {
      return {failed: `DuckDB can't answer: ${error instanceof Error ? error.message.split('\n')[0] : error}`};
    } finally {
      process.chdir(here);
    }
  };
}
