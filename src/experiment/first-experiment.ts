import {stringify} from 'yaml';
import type {Steps} from '../data/2-order/steps.js';
import {DAY, HOUR, MINUTE, WEEK} from '../data/lengths-of-time.js';
import type {Survey} from '../data/survey.js';
import {timeText} from '../data/time-axis.js';

/** What the first experiment on a file is written from. */
export interface FirstOnFile {
  readonly name: string;
  readonly type: string;
  readonly path: string;
  /** Further keys of `data` that somebody has decided. */
  readonly decided: Readonly<Record<string, unknown>>;
  readonly survey: Survey;
}

/** What a key that was found out says, for who reads the file. */
const COMMENTS: Readonly<Record<string, string>> = {
  encoding: 'how the text is encoded',
  delimiter: 'what stands between two fields',
  header: 'how many rows name the columns',
  skip: 'lines before the table',
  comment: 'what lines begin with that are left out',
  decimal: 'the decimal mark',
  thousands: 'what groups thousands',
  timeFormat: 'how a time is written',
  timeZone: 'whose clock it is',
};

/** An experiment for a file: what was found is pinned, two dense layers are linear or tanh, windows are as long as the step suggests. */
export function firstExperimentOn(first: FirstOnFile): string {
  const {name, survey} = first;
  const {table, steps, target} = survey;
  const windows = windowsFor(steps, table);
  const {time} = table;
  const last = table.rows - 1;
  const span = time && table.ranges.length === 1 ? `, ${timeText(time, 0)} to ${timeText(time, last)}` : '';
  const series = table.ranges.length > 1 ? ` of ${table.ranges.length} series` : '';
  return `# A first experiment on ${table.origin}, ${table.rows} rows${series}${span}: should the two hidden layers be linear or tanh, how long a
# window, and does any of it forecast ${commented(target)} better than repeating the last value?
# What was found out about the file is written out below, so that another file is no surprise.
# tfsweep check FILE, tfsweep data FILE and tfsweep run FILE are next.
version: 1
name: ${scalar(name)}
seed: 42
${dataText(first)}
standardization: z-score
window: {length: "\${window}", horizon: 1} # as many rows are seen; the next one is forecast
${modelText()}
training:
  optimizer: {type: adam, learningRate: 0.001}
  loss: mse
  epochs: ${table.rows > 100_000 ? 3 : table.rows > 10_000 ? 10 : 30}
  batchSize: ${table.rows > 100_000 ? 256 : 32}
sweep:
  parameters:
    activation: [linear, tanh]
    window: [${windows.lengths.join(', ')}] # ${windows.words}
  seeds: 6 # fewer can't tell two values apart
comparison: {by: activation, metric: test_rmse}
expect:
  - failed == 0
  # - best test_rmse < naive # whether anything is better than repeating the last value
`;
}

/** A first experiment on a dummy data set whose answer is known. */
export function firstExperiment(name: string): string {
  return `# A first experiment on a dummy data set: a sine of period 25 under noise of deviation 0.3, so in the long run no forecast can
# have an RMSE below 0.3. Should the two hidden layers be linear or tanh, and how long must a window be?
# tfsweep check FILE, tfsweep data FILE and tfsweep run FILE are next; tfsweep init FILE.csv writes one for your own file.
version: 1
name: ${scalar(name)}
seed: 42
data:
  type: synthetic
  rows: 1000
  components:
    - {type: sine, period: 25, amplitude: 1}
    - {type: noise, deviation: 0.3}
window: {length: "\${window}", horizon: 1} # as many rows are seen; the next one is forecast
${modelText()}
training:
  optimizer: {type: adam, learningRate: 0.001}
  loss: mse
  epochs: 30
  batchSize: 32
sweep:
  parameters:
    activation: [linear, tanh]
    window: [5, 25] # a fifth of a period, and a whole one
  seeds: 6 # fewer can't tell two values apart
comparison: {by: activation, metric: test_rmse}
expect:
  - failed == 0
  - best test_rmse < naive # better than repeating the last value
`;
}

function modelText(): string {
  return `model:
  layers:
    - flatten
    - {type: dense, units: 20, activation: "\${activation}"}
    - {type: dense, units: 20, activation: "\${activation}"}
    - {type: dense, units: 1}`;
}

/** A key of `data`, its value, and what is said of it. */
interface DataKey {
  readonly key: string;
  readonly value: unknown;
  readonly comment: string;
}

/** The `data` of an experiment: what was decided, then what was found, a comment behind each. */
function dataText(first: FirstOnFile): string {
  const {type, path, decided, survey} = first;
  const {reading} = survey.table;
  const keys: readonly DataKey[] = [
    {key: 'type', value: type, comment: ''},
    {key: 'path', value: path, comment: ''},
    ...Object.entries(decided)
      .filter(([key]) => !(key in reading))
      .map(([key, value]) => ({key, value, comment: 'decided by hand'})),
    ...Object.entries(reading).map(([key, value]) => ({key, value, comment: COMMENTS[key] ?? ''})),
    ...[...rowKeys(survey), ...columnKeys(first)].filter(({key}) => !(key in decided)),
  ];
  const lines = keys.map(
    ({key, value, comment}) => `  ${key}: ${scalar(value)}${comment === '' ? '' : ` # ${commented(comment)}`}`,
  );
  const split = 'split' in decided ? [] : ['  split: {train: 0.7, validation: 0.15, test: 0.15}'];
  return ['data:', ...lines, ...split].join('\n');
}

/** What says when rows were, and which series they are of. */
function rowKeys(survey: Survey): DataKey[] {
  const {table, time, unpivot, series} = survey;
  const keys: DataKey[] = [];
  if (time.length > 0)
    keys.push({key: 'time', value: time.length === 1 ? time[0] : time, comment: timeComment(survey)});
  if (unpivot.length > 0) keys.push({key: 'unpivot', value: unpivot, comment: 'read one after the other'});
  if (series.length > 0)
    keys.push({
      key: 'series',
      value: series.length === 1 ? series[0] : series,
      comment: `tells ${table.ranges.length} series apart`,
    });
  return keys;
}

/** What the model sees and forecasts, and what is done with what is missing. */
function columnKeys({decided, survey}: FirstOnFile): DataKey[] {
  const {columns, target, candles, texts} = survey;
  const seen = columns.filter(({isConstant, name}) => !isConstant || name === target);
  const constant = columns.filter(({isConstant, name}) => isConstant && name !== target).map(({name}) => name);
  const gaps = seen.filter(({missing}) => missing > 0);
  const keys: DataKey[] = [
    {
      key: 'columns',
      value: seen.map(({name}) => name),
      comment: [
        'what the model sees',
        ...(constant.length > 0 ? [`constant, and left out: ${constant.join(', ')}`] : []),
        ...(texts.length > 0 ? [`words, and left out: ${texts.join(', ')}`] : []),
      ].join('; '),
    },
    {
      key: 'target',
      value: target,
      comment: candles ? 'what is forecast: the close of these candles' : 'what is forecast',
    },
  ];
  if (gaps.length > 0 && !('missing' in decided))
    keys.push({
      key: 'missing',
      value: gaps.some(({startsMissing}) => startsMissing) ? 'drop' : 'forward-fill',
      comment: `missing values: ${gaps.map(({name, missing}) => `${missing} in ${name}`).join(', ')}`,
    });
  return keys;
}

function timeComment({table, steps}: Survey): string {
  if (!steps || !table.time) return 'when each row was';
  const irregular = steps.longer + steps.shorter;
  return irregular === 0
    ? 'when each row was'
    : `when each row was; ${irregular} of ${steps.count} steps are not the usual one: see data.gaps`;
}

/** Lengths of windows that a step suggests, what they are in words; none is longer than a quarter of the training rows. */
function windowsFor(
  steps: Steps | undefined,
  {ranges, time}: Survey['table'],
): {lengths: readonly number[]; words: string} {
  const shortest = ranges.reduce((least, {begin, end}) => Math.min(least, end - begin), Number.POSITIVE_INFINITY);
  const most = Math.max(1, Math.floor((shortest * 0.7) / 4));
  const [lengths, words] = time?.unit === 'date' && steps ? suggested(steps) : ([[10, 20], 'rows'] as const);
  const fitting = lengths.filter(length => length <= most);
  if (fitting.length > 0)
    return {lengths: fitting, words: fitting.length < lengths.length ? words.split(',')[0] : words};
  return {lengths: [Math.max(1, Math.min(5, most))], words: 'rows: there are few of them'};
}

function suggested({usual: {unit, size}, longer, count}: Steps): readonly [readonly number[], string] {
  if (unit === 'months')
    return size === 1 ? [[12, 24], 'a year, and two'] : size === 3 ? [[4, 8], 'a year, and two'] : [[3, 6], 'rows'];
  if (size === WEEK) return [[4, 13], 'a month, and a quarter'];
  if (size === DAY) {
    // Every fifth step is longer where nothing is noted at weekends.
    return longer > count / 8 ? [[5, 20], 'a week of working days, and a month'] : [[7, 28], 'a week, and four'];
  }
  if (size >= HOUR && DAY % size === 0) return [[DAY / size, (2 * DAY) / size], 'a day, and two'];
  if (size >= MINUTE && HOUR % size === 0)
    return [[HOUR / size, (2 * HOUR) / size].map(rows => Math.max(5, rows)), 'an hour, and two'];
  return [[10, 20], 'rows'];
}

/** A value as YAML has it in one line. */
function scalar(value: unknown): string {
  const text = stringify(value, {
    collectionStyle: 'flow',
    flowCollectionPadding: false,
    lineWidth: 0,
    defaultStringType: 'PLAIN',
  }).trim();
  // A name with a line break in it; JSON is YAML, too.
  return text.includes('\n') ? JSON.stringify(value) : text;
}

/** A text that may stand in a comment: one line. */
function commented(text: string): string {
  return text.replace(/\s+/g, ' ');
}
