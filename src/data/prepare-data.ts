import {bad, type Checked, good, type Problem} from '../document/problem.js';
import {type DataEntry, sourceKey} from './1-source/index.js';
import type {SourceTable} from './1-source/source.js';
import type {SourceContext} from './1-source/source-context.js';
import type {OrderedTable, SeriesRange} from './2-order/order.js';
import {orderedSource} from './2-order/ordered-source.js';
import {type ChosenColumns, choiceWarnings, chooseColumns} from './3-choose/choose-columns.js';
import type {Boundaries} from './4-split/split.js';
import {splitSeries} from './4-split/split-series.js';
import {fill, keptRows} from './5-fill/fill.js';
import type {StandardizationEntry} from './6-standardize/index.js';
import {type Ahead, aheadOf, type StandardizedData, standardize} from './6-standardize/standardize.js';
import {type Column, columnsOf, type Dataset, withKey} from './dataset.js';
import {
  type NumberPlace,
  numberProblems,
  standardizationProblems,
  standardizedProblems,
  transformProblems,
} from './number-problems.js';
import {remembered} from './remembered.js';
import {countMissing} from './statistics.js';
import type {TimeAxis} from './time-axis.js';

/** The parts of an experiment that say what its data is. */
export interface DataEntries {
  readonly data: DataEntry;
  readonly standardization: StandardizationEntry;
  readonly window: Ahead;
  /** Which fold, counted from 1, where the split has folds. */
  readonly fold?: number | undefined;
}

/** What was prepared before: each source is loaded once, each way to split and scale it is done once. */
export class PreparedData {
  private readonly sources = new Map<string, Checked<OrderedTable>>();
  private readonly prepared = new Map<string, Checked<StandardizedData>>();
  /** The data sets by content: whoever has the same numbers shares one copy of them. */
  private readonly datasets = new Map<string, Dataset>();

  /** Keeps what an entry gives, where it has been read already. */
  keep(data: DataEntry, seed: number, table: OrderedTable): void {
    this.sources.set(sourceKey(data, seed), good(table));
  }

  /** The data of one combination of parameters, through all stages that come before its windows. */
  async prepare(entries: DataEntries, context: SourceContext): Promise<Checked<StandardizedData>> {
    const {data} = entries;
    const source = sourceKey(data, context.seed);
    const loaded = this.sources.get(source) ?? (await orderedSource(data, context));
    this.sources.set(source, loaded);
    if (!loaded.ok) return loaded;
    const {standardization, window, fold} = entries;
    const key = JSON.stringify([source, data.target, data.split, fold, standardization, window.horizon, window.steps]);
    return remembered(this.prepared, key, () => this.fromSource(loaded.value, entries, context));
  }

  /** What is odd about a source that was loaded before, and about the choice of its columns. */
  sourceWarnings(data: DataEntry, context: SourceContext): readonly Problem[] {
    const loaded = this.sources.get(sourceKey(data, context.seed));
    return loaded?.ok ? [...loaded.value.warnings, ...choiceWarnings(data, loaded.value, context)] : [];
  }

  /** Stages 3 to 6. */
  private fromSource(
    table: OrderedTable,
    {data, standardization, window, fold}: DataEntries,
    context: SourceContext,
  ): Checked<StandardizedData> {
    const chosen = chooseColumns(data, table, context);
    if (!chosen.ok) return bad([...table.problems, ...chosen.problems]);
    const read = readColumns(table, chosen.value);
    if (!read.ok) return read;
    const missing = 'missing' in data ? data.missing : 'error';
    const kept = keptRows(read.value, missing);
    const columns = read.value.map(column => ({...column, values: rowsOf(column.values, kept)}));
    const series = rangesOf(table.ranges, kept);
    const boundaries = splitSeries(series, data.split, {
      fold,
      time: timesOf(table.time, kept),
      place: (path = [], part) => context.place(['data', 'split', ...path], part),
    });
    const place = (row: number, column: number) => table.place(kept[row], columns[column].position);
    // What is missing is told before what the split lacks.
    const trainEnds = series.map((range, index) => ({
      ...range,
      trainEnd: boundaries.ok ? boundaries.value[index].train.end : range.begin,
    }));
    const filled = fill(columns, missing, trainEnds, place);
    if (!filled.ok) return filled;
    if (!boundaries.ok) return boundaries;
    const complete = columns.map(({name}, index) => ({name, values: filled.value[index]}));
    const notes = missingNotes(columns, boundaries.value, table.rows - kept.length, chosen.value.targets);
    const dataset = this.shared(
      datasetOf({...table, notes: [...table.notes, ...notes]}, chosen.value, columns, complete, {
        kept,
        series,
        missing: missingOf(read.value),
      }),
    );
    const placeOf: NumberPlace = (row, name) =>
      place(
        row,
        columns.findIndex(column => column.name === name),
      );
    const placeOfStandardization = (name: string) =>
      context.place(standardization.type === 'per-column' ? ['standardization', 'columns', name] : ['standardization']);
    const unfit = [
      ...numberProblems(columnsOf(dataset), placeOf),
      ...transformProblems(dataset, placeOf),
      ...standardizationProblems(dataset, standardization, placeOf, placeOfStandardization),
    ];
    if (unfit.length > 0) return bad(unfit);
    const standardized = standardize(dataset, boundaries.value, standardization, aheadOf(dataset, window));
    const tooLarge = standardizedProblems(standardized, placeOf);
    return tooLarge.length > 0 ? bad(tooLarge) : good(standardized);
  }

  private shared(dataset: Dataset): Dataset {
    return remembered(this.datasets, dataset.key, () => dataset);
  }
}

/** A column that is used, and its position in the source. */
interface UsedColumn extends Column {
  readonly position: number;
}

/** The numbers of the columns that are used; problems of the source are told with those of numbers. */
function readColumns(table: SourceTable, {inputs, targets}: ChosenColumns): Checked<readonly UsedColumn[]> {
  const problems: Problem[] = [...table.problems];
  const columns = [...new Set([...inputs, ...targets.map(({position}) => position)])].flatMap(position => {
    const values = table.numbers(position);
    if (!values.ok) problems.push(...values.problems);
    return values.ok ? [{name: table.names[position], values: values.value, position}] : [];
  });
  return problems.length > 0 ? bad(problems) : good(columns);
}

/** What was done about missing values: in how many rows, and how many of them are forecast in validation and test. */
function missingNotes(
  columns: readonly UsedColumn[],
  boundaries: readonly Boundaries[],
  dropped: number,
  targets: ChosenColumns['targets'],
): string[] {
  if (dropped > 0)
    return [`${dropped === 1 ? '1 row was' : `${dropped} rows were`} left out, in which a value is missing`];
  const filled = columns.reduce((sum, {values}) => sum + countMissing(values), 0);
  if (filled === 0) return [];
  const forecast = columns.filter(({position}) => targets.some(target => target.position === position));
  const told = forecast
    .flatMap(({values}) => boundaries.map(({validation, test}) => values.subarray(validation.begin, test.end)))
    .reduce((sum, values) => sum + countMissing(values), 0);
  const counted = told > 0 ? `, ${told} of them targets in validation and test` : '';
  return [`${filled === 1 ? '1 missing value was' : `${filled} missing values were`} filled in${counted}`];
}

/** How many values the columns lack that lack any. */
function missingOf(columns: readonly Column[]): Record<string, number> {
  const counts = columns.map(({name, values}) => [name, countMissing(values)] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

/** Of the rows that are kept, those with a gap before them; where rows are dropped at its border, the next one has it. */
function keptBreaks(breaks: readonly number[], kept: Int32Array): number[] {
  if (breaks.length === 0) return [];
  const found: number[] = [];
  let next = 0;
  kept.forEach((row, at) => {
    const isBehind = next < breaks.length && row >= breaks[next];
    if (isBehind) found.push(at);
    while (next < breaks.length && row >= breaks[next]) next++;
  });
  return found;
}

/** Where series lie among the rows that are kept. */
function rangesOf(ranges: readonly SeriesRange[], kept: Int32Array): SeriesRange[] {
  let at = 0;
  return ranges.map(({name, end}) => {
    const begin = at;
    while (at < kept.length && kept[at] < end) at++;
    return {name, begin, end: at};
  });
}

/** When the rows were that are kept. */
function timesOf(time: TimeAxis | undefined, kept: Int32Array): TimeAxis | undefined {
  return time && {...time, values: rowsOf(time.values, kept)};
}

function rowsOf(values: Float64Array, rows: Int32Array): Float64Array {
  return rows.length === values.length ? values : Float64Array.from(rows, row => values[row]);
}

function datasetOf(
  {origin, sha256, rows, time, reading, notes, breaks, isMade}: OrderedTable,
  {inputs, targets}: ChosenColumns,
  columns: readonly UsedColumn[],
  complete: readonly Column[],
  {kept, series, missing}: Pick<Dataset, 'series' | 'missing'> & {readonly kept: Int32Array},
): Dataset {
  const at = (position: number) => complete[columns.findIndex(column => column.position === position)];
  return withKey({
    origin,
    sha256,
    rows: kept.length,
    inputs: inputs.map(at),
    targets: targets.map(({position, transform}) => ({...at(position), transform})),
    series,
    isMade,
    breaks: keptBreaks(breaks, kept),
    sourceRows: kept.length === rows ? undefined : kept,
    time: timesOf(time, kept),
    missing,
    reading,
    notes,
  });
}
