import {join} from 'node:path';
import fc from 'fast-check';
import type {Checked} from '../../src/document/problem.js';
import {parseYaml} from '../../src/document/yaml-file.js';
import {parseExpectation} from '../../src/experiment/expectation.js';
import {experimentForFile} from '../../src/files/first-experiment-file.js';
import {prepareWritten} from '../../src/files/prepare-file.js';
import {answerMarkdown, answerText} from '../../src/presentation/answer.js';
import {reportPage} from '../../src/presentation/html/page.js';
import {reportRun} from '../../src/presentation/html/report-run.js';
import {problemsText} from '../../src/presentation/problems-text.js';
import {resultsSheet} from '../../src/presentation/sheet/results-sheet.js';
import {sheetCsv} from '../../src/presentation/sheet/sheet-csv.js';
import {plainStyle} from '../../src/presentation/style.js';
import {fulfils} from '../../src/results/condition.js';
import {parseTolerance} from '../../src/results/diff/tolerance.js';
import type {FileTree} from '../../src/results/file-tree.js';
import {runIn} from '../../src/results/found-run.js';
import {parseCondition} from '../../src/results/parse-condition.js';
import {readRun} from '../../src/results/run-results.js';
import {summarizeRun} from '../../src/results/run-summary.js';
import {parseGroupMessage} from '../../src/run/queue/group-message.js';
import {parseGroupResult} from '../../src/run/queue/group-result.js';
import {parcelDataset} from '../../src/run/queue/parcels/dataset-parcel.js';
import {parsedJson} from '../../src/run/queue/parsed-json.js';
import {NewerFormatError} from '../../src/run/records/record-format.js';
import {CSV, EXPERIMENTS, runFiles} from './corpus.js';
import {documentOf, lineOf, mutated, replacedIn, wordsOf} from './inputs.js';

/** Something that reads what anybody may have written: how such texts are made, and what reads them. */
export interface FuzzTarget {
  readonly inputs: fc.Arbitrary<string>;
  /** How often it is taken: what is read faster, more often. */
  readonly weight: number;
  /** Reads a text in a folder that holds prices.csv; throws, or takes long, where it has a fault. */
  run(text: string, folder: string): Promise<void> | void;
}

function told<Of>(checked: Checked<Of>): void {
  if (checked.ok) return;
  if (checked.problems.length === 0) throw new Error('problems without a word');
  const text = problemsText({problems: checked.problems}, {style: plainStyle});
  if (text.length > 100_000) throw new Error(`${text.length} characters of problems`);
  for (const {message, place} of checked.problems)
    if (message === '' || !(place.line >= 1) || !(place.column >= 1))
      throw new Error(`a problem without a place: ${text}`);
}

const files = runFiles();

/** Reads a run with one of its files as given, and tells all that is told of it. */
function readRunWith(name: string, text: string): void {
  const tree: FileTree = {
    show: path => path,
    list: () => Object.keys(files),
    read: path => {
      const file = path.slice('run/'.length);
      const content = file === name ? text : files[file];
      return content === undefined ? undefined : Buffer.from(content);
    },
  };
  try {
    const found = runIn(tree, 'run');
    if (!found) return;
    const results = readRun(found);
    const summary = summarizeRun(results);
    const answer = {...summary, sheet: resultsSheet(summary.table)};
    answerText(answer, plainStyle, {width: 80, rows: 50});
    answerMarkdown(answer);
    sheetCsv(answer.sheet);
    if (name !== 'trials.jsonl') reportPage([reportRun(results, 'run-1')], '0');
  } catch (error) {
    if (!(error instanceof NewerFormatError)) throw error;
  }
}

const lines = (name: string) => files[name].split('\n').filter(line => line !== '');
const jsonLines = (name: string) =>
  fc.tuple(fc.oneof(replacedIn(lines(name).slice(0, 8)), mutated(lines(name).slice(0, 8))), fc.nat({max: 7})).map(
    ([line, at]) =>
      `${lines(name)
        .with(at % lines(name).length, line)
        .join('\n')}\n`,
  );
const words = wordsOf(EXPERIMENTS);
const message = JSON.stringify({
  format: 1,
  run: '0123456789ab',
  name: 'small',
  engine: 'compiled',
  room: 1,
  program: 'p',
  trials: [
    {
      id: '0123456789ab',
      parameters: {a: 'tanh'},
      seed: 42,
      dataset: '0123456789ab',
      experiment: {
        split: {train: {begin: 0, end: 30}, validation: {begin: 30, end: 40}, test: {begin: 40, end: 50}},
        standardization: {type: 'z-score'},
        window: {length: 4, horizon: 1, stride: 1, samplingRate: 1, lookBack: true},
        model: {layers: [{type: 'flatten'}, {type: 'dense', units: 1}]},
        training: {epochs: 3},
      },
    },
  ],
  sharedRows: [null],
  datasets: {'0123456789ab': 'a'.repeat(64)},
});
const result = JSON.stringify({
  format: 1,
  group: '0123456789ab',
  worker: 'w',
  trained: lines('trials.jsonl').slice(0, 1),
});

/** Everything that reads what others wrote, by name. */
export const TARGETS: Readonly<Record<string, FuzzTarget>> = {
  yaml: {
    weight: 4,
    inputs: fc.oneof(mutated(EXPERIMENTS), documentOf(words), replacedIn([JSON.stringify({version: 1, name: 'x'})])),
    run: async (text, folder) => told(await prepareWritten({file: join(folder, 'x.yaml'), text}, [])),
  },
  csv: {
    weight: 3,
    inputs: fc.oneof(mutated([CSV]), mutated([CSV.replaceAll(',', ';').replaceAll('.', ',')])),
    run: async (text, folder) => {
      const {writeFileSync} = await import('node:fs');
      const file = join(folder, 'fuzzed.csv');
      writeFileSync(file, text);
      told(await experimentForFile(file, folder, []));
    },
  },
  set: {
    weight: 4,
    inputs: fc.oneof(
      lineOf(words),
      mutated(['training.epochs=5', 'model.layers.1.units=8', 'sweep.parameters.a=[relu, tanh]']),
    ),
    run: async (text, folder) =>
      told(await prepareWritten({file: join(folder, 'x.yaml'), text: EXPERIMENTS[0]}, [text])),
  },
  filter: {
    weight: 6,
    inputs: fc.oneof(lineOf(words), mutated(['window>10', 'activation=tanh', "a != 'x y'"])),
    run: text => {
      const condition = parseCondition(text, ['window', 'activation']);
      if (!('message' in condition))
        for (const value of [1, 'tanh', null, undefined, [1], {a: 1}]) fulfils(value, condition);
      parseTolerance(text);
    },
  },
  expect: {
    weight: 6,
    inputs: fc.oneof(
      lineOf([...words, 'of', 'best', 'worst', 'mean', 'test_rmse']),
      mutated(['test_rmse of linear < tanh', 'best test_mae < 0.9 * naive']),
    ),
    run: text => {
      const read = parseExpectation(text, {activation: ['linear', 'tanh'], window: [5, 10]});
      if ('mistake' in read && read.mistake.message === '') throw new Error('a mistake without a word');
    },
  },
  override: {
    weight: 2,
    inputs: lineOf(words),
    run: (text, folder) => told(parseYaml({file: join(folder, 'x.yaml'), text}, [text])),
  },
  journal: {weight: 3, inputs: jsonLines('trials.jsonl'), run: text => readRunWith('trials.jsonl', text)},
  forecasts: {weight: 1, inputs: jsonLines('forecasts.jsonl'), run: text => readRunWith('forecasts.jsonl', text)},
  manifest: {
    weight: 2,
    inputs: fc.oneof(replacedIn([files['manifest.json']]), mutated([files['manifest.json']])),
    run: text => readRunWith('manifest.json', text),
  },
  series: {
    weight: 1,
    inputs: fc.oneof(replacedIn([files['data.json']]), mutated([files['data.json']])),
    run: text => readRunWith('data.json', text),
  },
  baselines: {
    weight: 1,
    inputs: fc.oneof(replacedIn([files['baselines.json']]), mutated([files['baselines.json']])),
    run: text => readRunWith('baselines.json', text),
  },
  'queue message': {
    weight: 6,
    inputs: fc.oneof(replacedIn([message]), mutated([message]), documentOf(wordsOf([message]))),
    run: text => {
      parseGroupMessage(parsedJson(text));
    },
  },
  'queue result': {
    weight: 6,
    inputs: fc.oneof(replacedIn([result]), mutated([result])),
    run: text => {
      parseGroupResult(text);
      parcelDataset(Buffer.from(text), 'key');
    },
  },
};
