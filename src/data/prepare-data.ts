import {distinct} from '../document/content-hash.js';
import {bad, type Checked, good, type Place, type Problem} from '../document/problem.js';
import {remembered} from '../document/remembered.js';
import {type DataEntry, sourceKey} from './1-source/index.js';
import type {SourceContext} from './1-source/source-context.js';
import type {OrderedTable} from './2-order/order.js';
import {orderedSource} from './2-order/ordered-source.js';
import {type ChosenColumns, choiceWarnings, chooseColumns} from './3-choose/choose-columns.js';
import {wantedTargets} from './3-choose/target-option.js';
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
import {type CompleteRows, completeRows} from './complete-rows.js';
import {type Column, type Dataset, withKey} from './dataset.js';
import {
  type NumberPlace,
  numberProblems,
  standardizationProblems,
  standardizedProblems,
  transformProblems,
} from './number-problems.js';
import {withFeatures} from './with-features.js';

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
  /** Where each feature stands, and whether anything uses it. */
  private readonly features = new Map<string, {readonly place: Place; readonly isUsed: boolean}>();
  /** The data sets by content: whoever has the same numbers shares one copy of them. */
  private readonly datasets = new Map<string, Dataset>();

  /** Keeps what an entry gives, where it has been read already. */
  keep({data, features}: Pick<DataEntries, 'data' | 'features'>, seed: number, table: OrderedTable): void {
    this.sources.set(sourceKey(data, seed, sourceColumnsOf(features)), good(table));
  }

  /** The data of one combination of parameters, through all stages that come before its windows. */
  async prepare(entries: DataEntries, context: SourceContext): Promise<Checked<StandardizedData>> {
    const {data, features} = entries;
    const {key: source, loaded} = await this.source(entries, context);
    if (!loaded.ok) return bad(loaded.problems, ['columns', 'missing values', 'splits']);
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

  /** What is wrong with a source, where nobody knows which features are made of it. */
  async sourceProblems({data}: Pick<DataEntries, 'data'>, context: SourceContext): Promise<readonly Problem[]> {
    const {loaded} = await this.source({data, features: {}}, context);
    return loaded.ok ? loaded.value.problems : loaded.problems;
  }

  /** The source of an entry, loaded once, and the key by which it is known. */
  private async source({data, features}: Pick<DataEntries, 'data' | 'features'>, context: SourceContext) {
    const used = sourceColumnsOf(features);
    const key = sourceKey(data, context.seed, used);
    const loaded = this.sources.get(key) ?? (await orderedSource(data, {...context, used}));
    this.sources.set(key, loaded);
    return {key, loaded};
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
    const planned = planFeatures(
      entries.features,
      {names: table.names, hasTime: table.time?.unit === 'date' || hasWrongTime(table, data)},
      context,
    );
    const own = planned.ok ? planned.value.flatMap(({columns}) => columns) : columnsOfFeatures(entries);
    const names = [...table.names, ...own];
    const inputs = [...table.inputs, ...own.map((_, index) => table.names.length + index)];
    const chosen = chooseColumns(data, {names, inputs, reading: table.reading}, context, table.names.length);
    if (!planned.ok || !chosen.ok) {
      const wrong = [planned, chosen].flatMap(one => (one.ok ? [] : one.problems));
      return this.withoutColumns(table, entries, wrong, context);
    }
    const wanted = [...chosen.value.inputs, ...chosen.value.targets.map(({position}) => position)];
    const features = neededFeatures(
      planned.value,
      wanted.map(position => names[position]),
    );
    this.noteFeatures(entries.features, features, context);
    const complete = completeRows(table, entries, {chosen: chosen.value, features, names}, context);
    if (!complete.ok) return complete;
    const rows = withFeatures(complete.value, features, functions, context);
    if (!rows.ok) return rows;
    const {place, boundaries} = rows.value;
    const dataset = this.shared(
      datasetOf(table, chosen.value, names, rows.value, inputNotes(data, table, chosen.value, names)),
    );
    const placeOf: NumberPlace = (row, name) =>
      place(row, name) ?? context.place(['features', featureOf(features, name)]);
    const placeOfStandardization = (name: string) =>
      context.place(standardization.type === 'per-column' ? ['standardization', 'columns', name] : ['standardization']);
    const unfit = [
      ...numberProblems(dataset, placeOf),
      ...transformProblems(dataset, placeOf),
      ...standardizationProblems(dataset, standardization, placeOf, placeOfStandardization),
    ];
    if (unfit.length > 0) return bad(unfit);
    const standardized = standardize(dataset, boundaries, standardization, aheadOf(dataset, window));
    const tooLarge = standardizedProblems(standardized, placeOf);
    return tooLarge.length > 0 ? bad(tooLarge) : good(standardized);
  }

  /** What is wrong with a source whose columns nobody knows: what is said of its rows can be looked at without them. */
  private withoutColumns(
    table: OrderedTable,
    entries: DataEntries,
    wrong: readonly Problem[],
    context: SourceContext,
  ): Checked<never> {
    if (table.problems.length > 0) return bad([...table.problems, ...wrong], ['missing values', 'splits']);
    const nothing = {chosen: {inputs: [], targets: []}, features: [], names: table.names};
    const rows = completeRows(table, entries, nothing, context);
    return bad([...wrong, ...(rows.ok ? [] : rows.problems)], ['missing values']);
  }

  /** Features that nothing of what was prepared sees, forecasts, or makes others of. */
  unusedFeatures(): Problem[] {
    return [...this.features].flatMap(([name, {place, isUsed}]) =>
      isUsed
        ? []
        : [
            {
              message: `nothing uses the feature '${name}'`,
              place,
              hint: 'name it in data.columns, or leave data.columns out',
            },
          ],
    );
  }

  private noteFeatures(entries: FeaturesEntry, used: readonly PlannedFeature[], {place}: SourceContext): void {
    const names = new Set(used.map(({name}) => name));
    for (const name of Object.keys(entries)) {
      const known = this.features.get(name);
      this.features.set(name, {
        place: known?.place ?? place(['features', name], 'key'),
        isUsed: known?.isUsed === true || names.has(name),
      });
    }
  }

  private shared(dataset: Dataset): Dataset {
    return remembered(this.datasets, dataset.key, () => dataset);
  }
}

/** Whether an experiment names a time that could not be read: that is told by itself. */
function hasWrongTime({problems}: OrderedTable, data: DataEntry): boolean {
  return problems.length > 0 && 'time' in data && data.time !== undefined;
}

/** Columns that are asked for and that features may make of which it isn't known what they make. */
function columnsOfFeatures({data, features}: DataEntries): readonly string[] {
  const targets = wantedTargets(data.target).map(({column}) => column);
  const wanted = ['columns' in data ? (data.columns ?? []) : [], targets].flat().map(String);
  return distinct(wanted.filter(column => Object.keys(features).some(name => column.startsWith(name))));
}

/** The feature that makes a column. */
function featureOf(features: readonly PlannedFeature[], column: string): string {
  return features.find(({columns}) => columns.includes(column))?.name ?? column;
}

/** That columns became inputs which nobody named: one that only numbers the rows, say, may be among them. */
function inputNotes(
  data: DataEntry,
  {reading}: OrderedTable,
  {inputs, targets}: ChosenColumns,
  names: readonly string[],
): string[] {
  const isNamed = 'columns' in data && data.columns !== undefined;
  const isWritten = Object.keys(reading).length === 0;
  if (isNamed || isWritten) return [];
  const others = inputs.filter(input => targets.every(({position}) => position !== input)).map(input => names[input]);
  if (others.length === 0) return [];
  const more = others.length > MOST_NAMED ? ` and ${others.length - MOST_NAMED} more` : '';
  return [`data.columns is not set, so the model sees ${others.slice(0, MOST_NAMED).join(', ')}${more}, too`];
}

const MOST_NAMED = 8;

function datasetOf(
  {origin, sha256, rows, reading, isMade}: OrderedTable,
  {inputs, targets}: ChosenColumns,
  names: readonly string[],
  {columns, kept, series, breaks, time, missing, notes, holes}: CompleteRows,
  ownNotes: readonly string[],
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
    notes: [...ownNotes, ...notes],
    ...(holes ? {holes} : {}),
  });
}
