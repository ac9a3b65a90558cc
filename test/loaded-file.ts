import {fileOfBytes} from '../src/data/1-source/opened-file.js';
import type {SourceReading, Surroundings} from '../src/data/1-source/source-context.js';
import {orderedSource} from '../src/data/2-order/ordered-source.js';
import {chooseColumns} from '../src/data/3-choose/choose-columns.js';
import {timeText} from '../src/data/time-axis.js';
import type {Problem} from '../src/document/problem.js';
import {dataEntry} from './data-entry.js';
import {nowhere} from './numbers.js';

/** What a file gives with some keys of its entry; missing values are null. */
export interface LoadedFile {
  readonly columns: Readonly<Record<string, readonly (number | null)[]>>;
  readonly time: readonly string[] | undefined;
  readonly reading: SourceReading;
  readonly notes: readonly string[];
  readonly warnings: readonly Problem[];
}

/** Surroundings in which every path is one and the same file. */
export function aroundFile(bytes: Uint8Array): Surroundings {
  return {
    openFile: path => fileOfBytes(path, bytes),
    findFiles: async () => [],
    query: async () => ({failed: 'there is no data base'}),
  };
}

/** Reads a file as an experiment would: what an experiment's model sees and forecasts. Gives its problems where it can't. */
export async function loadFile(
  content: string | Uint8Array,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<LoadedFile | {readonly problems: readonly Problem[]}> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const data = dataEntry({type: 'csv', path: 'data.csv', ...settings});
  const context = {...aroundFile(bytes), seed: 1, place: nowhere};
  const loaded = await orderedSource(data, context);
  if (!loaded.ok) return loaded;
  const table = loaded.value;
  if (table.problems.length > 0) return {problems: table.problems};
  const [first = table.names[table.inputs[0]]] = 'columns' in data && data.columns ? data.columns : [];
  const chosen = chooseColumns('target' in data ? data : {...data, target: first}, table, context);
  if (!chosen.ok) return chosen;
  const columns: Record<string, (number | null)[]> = {};
  for (const position of new Set([...chosen.value.inputs, ...chosen.value.targets.map(target => target.position)])) {
    const read = table.numbers(position);
    if (!read.ok) return read;
    columns[table.names[position]] = Array.from(read.value, value => (Number.isNaN(value) ? null : value));
  }
  const {time, reading, notes, warnings} = table;
  return {
    columns,
    time: time && Array.from(time.values.keys(), row => timeText(time, row)),
    reading,
    notes,
    warnings,
  };
}
