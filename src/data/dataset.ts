import {contentHash} from '../experiment/content-hash.js';
import type {ExperimentFile} from '../experiment/experiment-file.generated.js';
import {bad, type Checked, good, type Problem} from '../experiment/problem.js';
import {loadTable} from './sources/index.js';
import {type Boundaries, splitRows} from './split.js';
import {standardizations} from './standardization/index.js';
import type {Scaling} from './standardization/standardization.js';
import {isNearlyConstant, type Statistics, statistics} from './statistics.js';
import type {SourceContext, Table} from './table.js';

/** A series as the model sees it. Plain data, so that it can cross to a worker. */
export interface Dataset {
  /** Content hash of everything below. */
  readonly key: string;
  readonly origin: string;
  readonly sha256: string;
  readonly rows: number;
  /** Names of the columns that the model sees. */
  readonly columns: readonly string[];
  readonly targetColumn: string;
  /** [rows, columns], standardized. */
  readonly inputs: Float32Array;
  /** [rows], standardized. */
  readonly target: Float32Array;
  /** [rows], in the data's own units. */
  readonly targetValues: Float64Array;
  readonly scalings: readonly Scaling[];
  readonly targetScaling: Scaling;
  /** Of the input columns, and of the target, in their own units. */
  readonly statistics: readonly Statistics[];
  readonly targetStatistics: Statistics;
  /** The same of the training rows alone. */
  readonly trainingStatistics: readonly Statistics[];
  readonly targetTrainingStatistics: Statistics;
  readonly boundaries: Boundaries;
  /** Which of the source's rows these are, where some were dropped. */
  readonly sourceRows: Int32Array | undefined;
  readonly time: readonly string[] | undefined;
}

/** What was prepared before: each table is loaded once and standardized once per way, however many trials use it. */
export class PreparedData {
  readonly tables = new Map<string, Checked<Table>>();
  readonly datasets = new Map<string, Checked<Dataset>>();
}

/** The data set of one combination of parameters. */
export function prepareDataset(
  {data, standardization}: Pick<ExperimentFile, 'data' | 'standardization'>,
  context: SourceContext,
  prepared: PreparedData,
): Checked<Dataset> {
  const {train, validation, test} = data.split;
  if (Math.abs(train + validation + test - 1) > 1e-6)
    return bad([
      {
        message: `the shares sum to ${Number((train + validation + test).toPrecision(6))}, not to 1`,
        place: context.place(['data', 'split']),
      },
    ]);
  const {split, ...source} = data;
  // What is interpolated depends on where the training rows end.
  const fittedOn = data.type === 'csv' && data.missing === 'interpolate' ? split : null;
  const tableKey = JSON.stringify([source, data.type === 'synthetic' ? context.seed : 0, fittedOn]);
  const table = prepared.tables.get(tableKey) ?? loadTable(data, context);
  prepared.tables.set(tableKey, table);
  if (!table.ok) return table;
  const datasetKey = JSON.stringify([tableKey, split, standardization]);
  const dataset = prepared.datasets.get(datasetKey) ?? standardize(table.value, {data, standardization}, context);
  prepared.datasets.set(datasetKey, dataset);
  return dataset;
}

function standardize(
  table: Table,
  {data, standardization}: Pick<ExperimentFile, 'data' | 'standardization'>,
  context: SourceContext,
): Checked<Dataset> {
  const names = table.columns.map(column => column.name);
  const {inputs: inputColumns, target: targetColumn} = table.chosen;
  const boundaries = splitRows(table.rows, data.split);
  for (const [name, {begin, end}] of Object.entries(boundaries))
    if (begin >= end)
      return bad([
        {message: `the ${name} split has no rows; the data has ${table.rows}`, place: context.place(['data', 'split'])},
      ]);
  const unfit = numberProblems(table);
  if (unfit.length > 0) return bad(unfit);
  const {fit} = standardizations[standardization.type];
  const columns = table.columns.map(({name, values}) => ({
    name,
    values,
    scaling: fit(values.subarray(0, boundaries.train.end)),
  }));
  const inputs = new Float32Array(table.rows * inputColumns.length);
  inputColumns.forEach((column, feature) => {
    const {values, scaling} = columns[column];
    for (let row = 0; row < table.rows; row++)
      inputs[row * inputColumns.length + feature] = (values[row] - scaling.offset) / scaling.scale;
  });
  const target = Float32Array.from(
    columns[targetColumn].values,
    value => (value - columns[targetColumn].scaling.offset) / columns[targetColumn].scaling.scale,
  );
  const tooLarge = [...inputColumns.keys()].flatMap(feature => {
    const row = inputs.findIndex((value, index) => index % inputColumns.length === feature && !Number.isFinite(value));
    return row < 0 ? [] : [{column: inputColumns[feature], row: Math.floor(row / inputColumns.length)}];
  });
  const targetRow = target.findIndex(value => !Number.isFinite(value));
  if (targetRow >= 0) tooLarge.push({column: targetColumn, row: targetRow});
  if (tooLarge.length > 0)
    return bad(
      tooLarge.map(({column, row}) => ({
        message: `column '${names[column]}' holds a number in row ${row + 1} that is too large to train on: ${table.columns[column].values[row]}`,
        place: table.place(row, column),
        hint: 'mend it, leave out the column, or give another standardization',
      })),
    );
  const {name, values, scaling} = columns[targetColumn];
  const trainingStatistics = (column: Float64Array) => statistics(column.subarray(0, boundaries.train.end));
  const content = {
    sha256: table.sha256,
    columns: inputColumns.map(column => names[column]),
    target: name,
    split: data.split,
    standardization,
    ...(data.type === 'csv'
      ? {missing: data.missing, decimal: data.decimal, delimiter: data.delimiter, header: data.header}
      : {}),
  };
  return good({
    key: contentHash(content),
    origin: table.origin,
    sha256: table.sha256,
    rows: table.rows,
    columns: content.columns,
    targetColumn: name,
    inputs,
    target,
    targetValues: values,
    scalings: inputColumns.map(column => columns[column].scaling),
    targetScaling: scaling,
    statistics: inputColumns.map(column => statistics(columns[column].values)),
    targetStatistics: statistics(values),
    trainingStatistics: inputColumns.map(column => trainingStatistics(columns[column].values)),
    targetTrainingStatistics: trainingStatistics(values),
    boundaries,
    sourceRows: table.sourceRows,
    time: table.time,
  });
}

/** Squares of numbers beyond these are no doubles any more: means, deviations and errors can't be told. */
const LARGEST = 1e150;
const SMALLEST = 1e-150;

/** The first number of each column that can't be computed with. */
function numberProblems(table: Table): Problem[] {
  return table.columns.flatMap(({name, values}, column): Problem[] => {
    const problem = (row: number, message: string, hint: string) => [
      {
        message: `column '${name}', row ${row + 1}: ${values[row]} is ${message}`,
        place: table.place(row, column),
        hint,
      },
    ];
    const large = values.findIndex(value => !(Math.abs(value) <= LARGEST));
    if (large >= 0) return problem(large, 'too large to compute with', `numbers may be as large as ${LARGEST}`);
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (largest === 0 || largest >= SMALLEST) return [];
    const small = values.findIndex(value => Math.abs(value) === largest);
    return problem(small, 'the largest of it: too small to compute with', 'give it in a smaller unit');
  });
}

/** What is odd about a data set, but no reason not to train on it. */
export function datasetWarnings(dataset: Dataset, context: Pick<SourceContext, 'place'>): Problem[] {
  const {boundaries, columns, targetColumn} = dataset;
  const rows = boundaries.train.end;
  const inputs = columns.map((name, index) => ({name, training: dataset.trainingStatistics[index], input: true}));
  const target = {name: targetColumn, training: dataset.targetTrainingStatistics, input: false};
  return [...inputs, ...(columns.includes(targetColumn) ? [] : [target])]
    .filter(({training}) => isNearlyConstant(training, rows))
    .map(({name, training, input}) => ({
      message:
        training.minimum === training.maximum
          ? `column '${name}' is constant in the training rows: all ${rows} are ${training.mean}`
          : `column '${name}' is constant but for rounding in the ${rows} training rows: ${training.minimum} to ${training.maximum}`,
      place: context.place(['data', input && name !== targetColumn ? 'columns' : 'target']),
      hint: `nothing can be learned ${name === targetColumn ? 'of' : 'from'} it; its scale is taken as 1`,
    }));
}
