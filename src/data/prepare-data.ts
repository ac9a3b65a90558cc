import {bad, type Checked, good, type Place, type Problem} from '../document/problem.js';
import {type DataEntry, sourceKey} from './1-source/index.js';
import type {SourceTable} from './1-source/source.js';
import type {SourceContext} from './1-source/source-context.js';
import type {OrderedTable, SeriesRange} from './2-order/order.js';
import {orderedSource} from './2-order/ordered-source.js';
import {type ChosenColumns, choiceWarnings, chooseColumns} from './3-choose/choose-columns.js';
import {type Boundaries, bySplit, type Rows, SPLITS} from './4-split/split.js';
import {splitSeries} from './4-split/split-series.js';
import {fill, keptRows} from './5-fill/fill.js';
import {derivedColumns, segmentsOf} from './6-features/derive.js';
import type {FeaturesEntry} from './6-features/index.js';
import {
  type FeatureFunctions,
  featureFunctions,
  neededFeatures,
  type PlannedFeature,
  planFeatures,
  sourceColumnsOf,
} from './6-features/plan-features.js';
import type {StandardizationEntry} from './7-standardize/index.js';
import {type Ahead, aheadOf, type StandardizedData, standardize} from './7-standardize/standardize.js';
import {type Column, type Dataset, type FeatureHoles, withKey} from './dataset.js';
import {
  type NumberPlace,
  numberProblems,
  standardizationProblems,
  standardizedProblems,
  transformProblems,
} from './number-problems.js';
import {remembered} from './remembered.js';
import {countMissing} from './statistics.js';
import {type TimeAxis, wallTimes} from './time-axis.js';

/** The parts of an experiment that say what its data is. */
export interface DataEntries {
  readonly data: DataEntry;
  readonly features: FeaturesEntry;
  readonly standardization: StandardizationEntry;
  readonly window: Ahead;
  /** Which fold, counted from 1, where the split has folds. */
  readonly fold?: number | undefined;
}

/** What was prepared before: each source is loaded once, each way to split and scale it is done once. */
export class PreparedData {
  private readonly sources = new Map<string, Checked<OrderedTable>>();
  private readonly prepared = new Map<string, Checked<StandardizedData>>();
  private readonly features = new WeakMap<StandardizedData, readonly string[]>();
  /** The data sets by content: whoever has the same numbers shares one copy of them. */
  private readonly datasets = new Map<string, Dataset>();

  /** Keeps what an entry gives, where it has been read already. */
  keep({data, features}: Pick<DataEntries, 'data' | 'features'>, seed: number, table: OrderedTable): void {
    this.sources.set(sourceKey(data, seed, sourceColumnsOf(features)), good(table));
  }

  /** The data of one combination of parameters, through all stages that come before its windows. */
  async prepare(entries: DataEntries, context: SourceContext): Promise<Checked<StandardizedData>> {
    const {data, features} = entries;
    const used = sourceColumnsOf(features);
    const source = sourceKey(data, context.seed, used);
    const loaded = this.sources.get(source) ?? (await orderedSource(data, {...context, used}));
    this.sources.set(source, loaded);
    if (!loaded.ok) return loaded;
    const {standardization, window, fold} = entries;
    const key = JSON.stringify([
      source,
      data.target,
      data.split,
      fold,
      features,
      standardization,
      window.horizon,
      window.steps,
    ]);
    const functions = await featureFunctions(features);
    return remembered(this.prepared, key, () => this.fromSource(loaded.value, entries, functions, context));
  }

  /** What is odd about a source that was loaded before, and about the choice of its columns. */
  sourceWarnings({data, features}: Pick<DataEntries, 'data' | 'features'>, context: SourceContext): readonly Problem[] {
    const loaded = this.sources.get(sourceKey(data, context.seed, sourceColumnsOf(features)));
    return loaded?.ok ? [...loaded.value.warnings, ...choiceWarnings(data, loaded.value, context)] : [];
  }

  /** What comes after a source is in order. */
  private fromSource(
    table: OrderedTable,
    entries: DataEntries,
    functions: FeatureFunctions,
    context: SourceContext,
  ): Checked<StandardizedData> {
    const {data, standardization, window} = entries;
    const planned = planFeatures(entries.features, {names: table.names, hasTime: table.time?.unit === 'date'}, context);
    if (!planned.ok) return bad([...table.problems, ...planned.problems]);
    const own = planned.value.flatMap(({columns}) => columns);
    const names = [...table.names, ...own];
    const inputs = [...table.inputs, ...own.map((_, index) => table.names.length + index)];
    const chosen = chooseColumns(data, {names, inputs, reading: table.reading}, context, table.names.length);
    if (!chosen.ok) return bad([...table.problems, ...chosen.problems]);
    const wanted = [...chosen.value.inputs, ...chosen.value.targets.map(({position}) => position)];
    const features = neededFeatures(
      planned.value,
      wanted.map(position => names[position]),
    );
    const complete = completeRows(table, entries, {chosen: chosen.value, features, names}, context);
    if (!complete.ok) return complete;
    const derived = withFeatures(complete.value, features, functions);
    const empty = SPLITS.find(split => derived.boundaries.some(one => one[split].begin >= one[split].end));
    if (empty)
      return bad([
        {
          message: `no row of the ${empty} split is left in which all features have a value${fewestText(derived)}`,
          place: context.place(['features', ...(derived.fewest ? [derived.fewest.feature] : [])], 'key'),
          hint: 'shorter features, or more data',
        },
      ]);
    const dataset = this.shared(datasetOf(table, chosen.value, names, derived));
    const placeOf: NumberPlace = (row, name) =>
      derived.place(row, name) ?? context.place(['features', featureOf(features, name)]);
    const placeOfStandardization = (name: string) =>
      context.place(standardization.type === 'per-column' ? ['standardization', 'columns', name] : ['standardization']);
    const unfit = [
      ...numberProblems(dataset, placeOf),
      ...transformProblems(dataset, placeOf),
      ...standardizationProblems(dataset, standardization, placeOf, placeOfStandardization),
    ];
    if (unfit.length > 0) return bad(unfit);
    const standardized = standardize(dataset, derived.boundaries, standardization, aheadOf(dataset, window));
    const tooLarge = standardizedProblems(standardized, placeOf);
    if (tooLarge.length > 0) return bad(tooLarge);
    this.features.set(
      standardized,
      features.map(({name}) => name),
    );
    return good(standardized);
  }

  /** The features that some data was made with. */
  featuresOf(data: StandardizedData): readonly string[] {
    return this.features.get(data) ?? [];
  }

  private shared(dataset: Dataset): Dataset {
    return remembered(this.datasets, dataset.key, () => dataset);
  }
}

/** The feature that makes a column. */
function featureOf(features: readonly PlannedFeature[], column: string): string {
  return features.find(({columns}) => columns.includes(column))?.name ?? column;
}

/** Rows without missing values, split. */
interface CompleteRows {
  readonly columns: ReadonlyMap<string, Column>;
  /** Which rows of the table these are. */
  readonly kept: Int32Array;
  readonly series: readonly SeriesRange[];
  readonly breaks: readonly number[];
  readonly boundaries: readonly Boundaries[];
  readonly time: TimeAxis | undefined;
  readonly missing: Dataset['missing'];
  readonly notes: readonly string[];
  readonly holes?: FeatureHoles | undefined;
  /** The feature that has the fewest values. */
  readonly fewest?: FewestValues | undefined;
  /** Where a number is written; undefined for a column that the source has not. */
  place(row: number, name: string): Place | undefined;
}

/** Reads what is used of a table, splits it, and leaves no value missing. */
function completeRows(
  table: OrderedTable,
  {data, fold}: DataEntries,
  {
    chosen,
    features,
    names,
  }: {readonly chosen: ChosenColumns; readonly features: readonly PlannedFeature[]; readonly names: readonly string[]},
  context: SourceContext,
): Checked<CompleteRows> {
  const ofFeatures = features.flatMap(({uses}) => uses.map(name => table.names.indexOf(name)));
  const positions = [...chosen.inputs, ...chosen.targets.map(({position}) => position), ...ofFeatures];
  const read = readColumns(
    table,
    positions.filter(position => position >= 0 && position < table.names.length),
  );
  if (!read.ok) return read;
  const missing = 'missing' in data ? data.missing : 'error';
  const kept = keptRows(read.value, missing, table.rows);
  const columns = read.value.map(column => ({...column, values: rowsOf(column.values, kept)}));
  const series = rangesOf(table.ranges, kept);
  const time = timesOf(table.time, kept);
  const boundaries = splitSeries(series, data.split, {
    fold,
    time,
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
  const targets = chosen.targets.map(({position}) => names[position]);
  return good({
    columns: new Map(columns.map(({name}, index) => [name, {name, values: filled.value[index]}])),
    kept,
    series,
    breaks: keptBreaks(table.breaks, kept),
    boundaries: boundaries.value,
    time,
    missing: missingOf(read.value),
    notes: [...table.notes, ...missingNotes(columns, boundaries.value, table.rows - kept.length, targets)],
    place(row, name) {
      const column = columns.findIndex(one => one.name === name);
      return column < 0 ? undefined : place(row, column);
    },
  });
}

/** Adds features, and leaves out the rows in which one has no value. */
function withFeatures(
  complete: CompleteRows,
  features: readonly PlannedFeature[],
  functions: FeatureFunctions,
): CompleteRows {
  if (features.length === 0) return complete;
  const {columns, series, breaks, boundaries, time, kept} = complete;
  const rows = kept.length;
  const segments = segmentsOf(series, breaks);
  const derived = derivedColumns(features, functions, {
    columns: new Map([...columns].map(([name, {values}]) => [name, values])),
    rows,
    segments,
    wall: time && wallTimes(time),
  });
  const ahead = new Set(features.flatMap(({columns: own, isKnownAhead}) => (isKnownAhead ? own : [])));
  const made = [...derived].map(
    ([name, values]): Column => ({name, values, ...(ahead.has(name) ? {isKnownAhead: true} : {})}),
  );
  const known = new Int32Array(rows)
    .map((_, row) => row)
    .filter(row => made.every(({values}) => !Number.isNaN(values[row])));
  const left = rows - known.length;
  const all = new Map([...columns, ...made.map(column => [column.name, column] as const)]);
  if (left === 0) return {...complete, columns: all};
  const before = countsBefore(known, rows);
  return {
    ...complete,
    columns: new Map([...all].map(([name, column]) => [name, {...column, values: rowsOf(column.values, known)}])),
    kept: known.map(row => kept[row]),
    series: series.map(({name, begin, end}) => ({name, begin: before[begin], end: before[end]})),
    breaks: [...new Set([...keptBreaks(breaks, known), ...holesIn(known, before, series)])].sort((a, b) => a - b),
    boundaries: boundaries.map(one =>
      bySplit(split => ({begin: before[one[split].begin], end: before[one[split].end]})),
    ),
    time: timesOf(time, known),
    notes: [
      ...complete.notes,
      `${left === 1 ? '1 row was' : `${left} rows were`} left out, in which a feature has no value`,
    ],
    fewest: fewestValues(features, derived),
    holes: holesOf(features, derived, segments, row => kept[row] + 1),
    place: (row, name) => complete.place(known[row], name),
  };
}

/** The known rows, as they are counted then, of a series behind whose predecessor rows were left out: no window spans these. */
function holesIn(known: Int32Array, before: Int32Array, series: readonly SeriesRange[]): number[] {
  return series.flatMap(({begin, end}) => {
    const found: number[] = [];
    for (let at = before[begin] + 1; at < before[end]; at++) if (known[at] > known[at - 1] + 1) found.push(at);
    return found;
  });
}

interface FewestValues {
  readonly feature: string;
  readonly values: number;
}

function fewestValues(
  features: readonly PlannedFeature[],
  made: ReadonlyMap<string, Float64Array>,
): FewestValues | undefined {
  const counts = features.flatMap(({name, columns}) =>
    columns.flatMap(column => {
      const own = made.get(column);
      return own ? [{feature: name, values: own.length - countMissing(own)}] : [];
    }),
  );
  return counts.sort((a, b) => a.values - b.values)[0];
}

function fewestText({fewest}: CompleteRows): string {
  if (!fewest) return '';
  return `: '${fewest.feature}' has ${fewest.values === 0 ? 'none in any row' : `${fewest.values} values in all`}`;
}

/** Rows in which a feature has no value although it had one before: not for want of rows before them. */
function holesOf(
  features: readonly PlannedFeature[],
  made: ReadonlyMap<string, Float64Array>,
  segments: readonly Rows[],
  numberOf: (row: number) => number,
): FeatureHoles | undefined {
  let found: FeatureHoles | undefined;
  const valuesOf = ({columns}: PlannedFeature) => columns.flatMap(column => made.get(column) ?? []);
  for (const {begin, end} of segments) {
    const began = new Set<string>();
    for (let row = begin; row < end; row++)
      for (const feature of features) {
        const isKnown = valuesOf(feature).every(values => !Number.isNaN(values[row]));
        if (isKnown) began.add(feature.name);
        else if (began.has(feature.name)) {
          found = {
            feature: found?.feature ?? feature.name,
            row: found?.row ?? numberOf(row),
            rows: (found?.rows ?? 0) + 1,
          };
          break;
        }
      }
  }
  return found;
}

/** How many of the known rows lie before each row. */
function countsBefore(known: Int32Array, rows: number): Int32Array {
  const counts = new Int32Array(rows + 1);
  for (const row of known) counts[row + 1] = 1;
  for (let row = 0; row < rows; row++) counts[row + 1] += counts[row];
  return counts;
}

/** A column that is used, and its position in the source. */
interface UsedColumn extends Column {
  readonly position: number;
}

/** The numbers of the columns that are used; problems of the source are told with those of numbers. */
function readColumns(table: SourceTable, positions: readonly number[]): Checked<readonly UsedColumn[]> {
  const problems: Problem[] = [...table.problems];
  const columns = [...new Set(positions)].flatMap(position => {
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
  targets: readonly string[],
): string[] {
  if (dropped > 0)
    return [`${dropped === 1 ? '1 row was' : `${dropped} rows were`} left out, in which a value is missing`];
  const filled = columns.reduce((sum, {values}) => sum + countMissing(values), 0);
  if (filled === 0) return [];
  const forecast = columns.filter(({name}) => targets.includes(name));
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
  {origin, sha256, rows, reading, isMade}: OrderedTable,
  {inputs, targets}: ChosenColumns,
  names: readonly string[],
  {columns, kept, series, breaks, time, missing, notes, holes}: CompleteRows,
): Dataset {
  const at = (position: number): Column => {
    const column = columns.get(names[position]);
    if (!column) throw new Error(`the column ${names[position]} was not read`);
    return column;
  };
  return withKey({
    origin,
    sha256,
    rows: kept.length,
    inputs: inputs.map(at),
    targets: targets.map(({position, transform}) => ({...at(position), transform})),
    series,
    isMade,
    breaks,
    sourceRows: kept.length === rows ? undefined : kept,
    time,
    missing,
    reading,
    notes,
    ...(holes ? {holes} : {}),
  });
}
