import {contentHash} from '../experiment/content-hash.js';
import type {ExperimentFile} from '../experiment/experiment-file.generated.js';
import {bad, type Checked, good} from '../experiment/problem.js';
import {loadTable} from './sources/index.js';
import {type Boundaries, splitRows} from './split.js';
import {standardizations} from './standardization/index.js';
import type {Scaling} from './standardization/standardization.js';
import {type Statistics, statistics} from './statistics.js';
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
  readonly boundaries: Boundaries;
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
  const tableKey = JSON.stringify([source, data.type === 'synthetic' ? context.seed : 0]);
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
  const tooLarge = firstTooLarge(table, inputs);
  if (tooLarge)
    return bad([
      {
        message: `column '${tooLarge.column}' holds a number in row ${tooLarge.row + 1} that is too large to train on`,
        place: context.place(['data'], 'key'),
      },
    ]);
  const {name, values, scaling} = columns[targetColumn];
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
    target: Float32Array.from(values, value => (value - scaling.offset) / scaling.scale),
    targetValues: values,
    scalings: inputColumns.map(column => columns[column].scaling),
    targetScaling: scaling,
    statistics: inputColumns.map(column => statistics(columns[column].values)),
    targetStatistics: statistics(values),
    boundaries,
    time: table.time,
  });
}

/** The first number that is infinite itself or as a float32. */
function firstTooLarge({columns, chosen}: Table, inputs: Float32Array): {column: string; row: number} | undefined {
  for (const {name, values} of columns) {
    const row = values.findIndex(value => !Number.isFinite(value));
    if (row >= 0) return {column: name, row};
  }
  const index = inputs.findIndex(value => !Number.isFinite(value));
  if (index < 0) return undefined;
  const width = chosen.inputs.length;
  return {column: columns[chosen.inputs[index % width]].name, row: Math.floor(index / width)};
}
