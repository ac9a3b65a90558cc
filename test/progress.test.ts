// Progress as a terminal and as a log file see it.
import {Writable} from 'node:stream';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {LearningCurveLines} from '../src/presentation/learning-curve-lines.js';
import {duration, grouped, shortNumber, withDeviation} from '../src/presentation/number.js';
import {barLine, progressReporter} from '../src/presentation/progress.js';
import {styleFor} from '../src/presentation/style.js';
import type {RunEvent} from '../src/run/events.js';
import type {Outcome} from '../src/training/result.js';

class Screen extends Writable {
  text = '';
  readonly columns = 80;
  constructor(readonly isTTY: boolean) {
    super();
  }
  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
  // What cli-progress asks of a terminal.
  cursorTo(): void {}
  clearLine(): void {}
  moveCursor(): void {}
}

const trial = {id: 'a', parameters: {activation: 'tanh', window: 10}, seed: 43, dataset: 'd'} as never;
const metrics = {} as never;
const finished: Outcome = {
  status: 'finished',
  metrics,
  history: [],
  diagnostics: {epochs: 1, measured_epoch: 1, steps: 100, engine: 'compiled'},
  durationSeconds: 1,
};
const failed: Outcome = {
  status: 'failed',
  error: {type: 'diverged', message: 'diverged: the loss became NaN in epoch 2\n at x'},
  history: [],
  durationSeconds: 1,
};

async function play(screen: Screen, events: readonly RunEvent[], pause = 0): Promise<string> {
  const report = progressReporter(screen, styleFor({isTTY: false}));
  for (const event of events) {
    report(event);
    if (pause) await new Promise(resolve => setTimeout(resolve, pause));
  }
  return screen.text;
}

const opened: RunEvent = {
  type: 'run-opened',
  folder: 'results/x/1',
  trials: 3,
  finishedBefore: 1,
  backend: 'wasm',
  engine: 'compiled',
};
const events: readonly RunEvent[] = [
  opened,
  {type: 'training-started', trials: 2, workers: 2, steps: 200, expected: 2},
  {type: 'steps-done', steps: 100, expected: 1},
  {type: 'trial-finished', trial, outcome: finished, eagerBecause: undefined, plannedSteps: 100, expectedPerStep: 0.01},
  {type: 'trial-finished', trial, outcome: failed, eagerBecause: undefined, plannedSteps: 100, expectedPerStep: 0.01},
  {type: 'training-finished'},
];

test('learning curves grow with the trials that finish, by the compared parameter, and fit the terminal', async () => {
  const curves = new LearningCurveLines('activation');
  const of = (activation: string, ...losses: number[]) =>
    curves.take(
      {parameters: {activation}},
      {history: losses.map((loss, index) => ({epoch: index + 1, loss, validation_loss: loss}))},
    );
  assert.equal(curves.lines(80), []);
  of('tanh', 1, 0.1, 0.01);
  assert.equal(curves.lines(80), ['tanh █▅▁ 1.00 to 0.0100, 1 trial']);
  of('tanh', 3, 0.3, 0.03);
  of('linear', 2, 2, 2);
  assert.equal(curves.lines(80), ['tanh   █▅▁ 2.00 to 0.0200, 2 trials', 'linear ███ 2.00 to 2.00, 1 trial']);
  of('relu', Number.NaN, Number.NaN);
  for (const width of [20, 40, 80]) for (const line of curves.lines(width)) assert.ok(line.length < width, line);
  const history = [1, 0.5, 0.2].map((loss, index) => ({epoch: index + 1, loss, validation_loss: loss}));
  const text = await play(
    new Screen(true),
    events.map(event => (event.type === 'trial-finished' ? {...event, outcome: {...finished, history}} : event)),
    150,
  );
  assert.match(text, /validation loss █\S+ 1\.00 to 0\.200, 1 trial/);
});

test('a log file gets plain lines: the start, failures with their reason, the end', async () => {
  const text = await play(new Screen(false), events);
  assert.match(
    text,
    /^3 trials on wasm, compiled, 1 trained before; results\/x\/1\nfailed activation=tanh window=10 seed 43: diverged: the loss became NaN in epoch 2\ntrained 2 trials in 0\.0 s with 2 workers \([\d,]+ steps\/s\)\n$/,
  );
});

test('a terminal gets a live line with trials done, steps per second and time left', async () => {
  const steps = [10, 20, 20, 20, 20].map((steps): RunEvent => ({type: 'steps-done', steps, expected: steps / 100}));
  const text = await play(new Screen(true), [...events.slice(0, 2), ...steps, ...events.slice(3)], 400);
  assert.match(text, /[█░]{24} \d+ % {2}1\/2 trials, [\d,]+ steps\/s, \d\.\d s left/);
  const lines = text.split(/\p{Cc}/u).flatMap(line => line.match(/\d\/2 trials.*/) ?? []);
  // What is told before there is a second to go by would be the time that workers take to start, times all trials.
  assert.match(lines[0], '0/2 trials, 0 steps/s, starting');
  assert.ok(
    lines.some(line => /^0\/2 trials, \d+ steps\/s$/.test(line)),
    lines.join('\n'),
  );
  assert.match(text, 'failed activation=tanh window=10 seed 43');
  assert.match(text, /trained 2 trials in \d\.\d s with 2 workers/);
});

test('the time left goes by what steps are expected to take: those of a large network take longer', async () => {
  // 900 steps of a small network are a tenth of the work.
  const started: RunEvent = {type: 'training-started', trials: 2, workers: 1, steps: 1000, expected: 10};
  const small = [0, 300, 300, 300].map((steps): RunEvent => ({type: 'steps-done', steps, expected: steps / 900}));
  const text = await play(new Screen(true), [opened, started, ...small, {type: 'training-finished'}], 400);
  assert.match(text, / 10 % {2}0\/2 trials/);
  const [, left] = /steps\/s, ([\d.]+) s left/.exec(text) ?? [];
  // 0.8 to 1.2 seconds and more for a tenth, on a machine that may be busy.
  assert.ok(Number(left) > 5, text);
});

test('a narrow terminal gets a shorter bar and fewer words', async () => {
  const line = (columns: number) =>
    ['3/20 trials, 1,000 steps/s, 7 s left', '3/20 trials, 7 s left', '3/20 trials'].find(
      form => form.length <= columns,
    ) ?? '';
  assert.equal(
    [80, 60, 45, 36, 24, 16, 12].map(columns => barLine(0.25, columns, line)),
    [
      '██████░░░░░░░░░░░░░░░░░░ 25 %  3/20 trials, 1,000 steps/s, 7 s left',
      '████░░░░░░░░░░░░░ 25 %  3/20 trials, 1,000 steps/s, 7 s left',
      '████░░░░░░░░░░░░░ 25 %  3/20 trials, 7 s left',
      '██░░░░░░ 25 %  3/20 trials, 7 s left',
      '██░░░░ 25 %  3/20 trials',
      '███░░░░░░░░ 25 %',
      '██░░░░░ 25 %',
    ],
  );
});

test('nothing to train is said at once', async () => {
  assert.is(
    await play(new Screen(false), [{...opened, finishedBefore: 3}]),
    '3 trials on wasm, compiled, all trained before; results/x/1\n',
  );
});

test('numbers as tables show them', () => {
  const numbers = [0, 1, 1234.5678, 0.00123456, 1e-7, 123456789, -0.5, null];
  assert.equal(
    numbers.map(value => shortNumber(value)),
    ['0', '1.000', '1235', '0.001235', '1.000e-7', '1.235e+8', '-0.5000', 'n/a'],
  );
  assert.is(withDeviation(57.123, 20.4), '57 ± 20');
  assert.is(withDeviation(0.39635, 0.00016), '0.39635 ± 0.00016');
  assert.is(withDeviation(1.5, null), '1.500');
  assert.is(withDeviation(null, null), 'n/a');
  assert.is(withDeviation(2e9, 3e8), '2.000e+9 ± 3.0e+8');
  assert.is(grouped(1234567), '1,234,567');
  assert.equal([3.14, 59, 75, 3700].map(duration), ['3.1 s', '59 s', '1 min 15 s', '1 h 1 min']);
});

test.run();
