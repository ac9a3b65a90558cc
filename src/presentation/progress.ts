import {MultiBar, type SingleBar} from 'cli-progress';
import {parametersText} from '../document/parameter-value.js';
import type {Emit, RunEvent} from '../run/events.js';
import {folded} from './folded.js';
import {LearningCurveLines} from './learning-curve-lines.js';
import {leftOutText} from './left-out-text.js';
import {counted, duration, grouped} from './number.js';
import {notCompiledText} from './plan-text.js';
import {harmless, printable} from './printable.js';
import type {Style} from './style.js';

/** Where progress goes: stderr. */
export interface ProgressStream extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Shows a run while it goes on: a live line on a terminal, plain lines elsewhere. */
export function progressReporter(stream: ProgressStream, style: Style): Emit {
  const state = new ProgressState();
  const said = new Set<string>();
  const show = stream.isTTY ? liveBar(stream, state) : plainLines(stream, state);
  return event => {
    state.take(event);
    const notes = [eagerNote(event, said), noteOf(event, style)].filter(note => note !== undefined);
    const text = folded(notes.join('\n'), stream.isTTY ? stream.columns || undefined : undefined);
    show(event, notes.length > 0 ? harmless(text, style.isColorSupported) : undefined);
  };
}

/** Why trials run eagerly that should not; once for each reason. */
function eagerNote(event: RunEvent, said: Set<string>): string | undefined {
  if (event.type !== 'trial-finished' || !event.eagerBecause) return undefined;
  const text = printable(`trained eagerly: ${notCompiledText(event.eagerBecause)}`);
  if (said.has(text)) return undefined;
  said.add(text);
  return text;
}

/** What is said for good, on a terminal as elsewhere. */
function noteOf(event: RunEvent, style: Style): string | undefined {
  switch (event.type) {
    case 'run-opened': {
      const before =
        event.finishedBefore === 0
          ? ''
          : event.finishedBefore === event.trials
            ? ', all trained before'
            : `, ${event.finishedBefore} trained before`;
      const begin = event.goesOn ? ' to begin with' : '';
      return `${counted(event.trials, 'trial')}${begin} on ${event.backend}, ${event.engine}${before}; ${event.folder}`;
    }
    case 'trial-finished':
      if (event.outcome.status === 'finished') return undefined;
      return `${style.red('failed')} ${parametersText(event.trial.parameters)} seed ${event.trial.seed}: ${printable(event.outcome.error.message.split('\n')[0])}`;
    case 'manifest-replaced':
      return `${style.yellow('warning')} ${printable(event.file)} can't be read: it is written anew, and results are kept`;
    case 'lines-left-out':
      return leftOutText(event.file, event.lines, style);
    case 'folder-shared':
      return `${printable(event.folder)} is on a network share (${printable(event.share)}): let one machine at a time train this run`;
    case 'worker-lost':
      return `${style.yellow('lost')} ${printable(event.because.split('\n')[0])}; ${triedAgain(event.trials)}`;
    case 'training-started':
    case 'training-grew':
    case 'steps-done':
    case 'training-finished':
    case 'queue-changed':
      return undefined;
    case 'queue-without-worker':
      return `no worker is there that fits: tfsweep worker --queue ${event.address} starts one, on any machine`;
    case 'worker-unfit':
      return `worker ${printable(event.worker)} trains nothing of this run: ${printable(event.because)}`;
    case 'run-claimed':
      return `the run was coordinated by ${printable(event.owner)}; waiting to see that it has ended`;
    case 'groups-put-again':
      return `the queue no longer had ${counted(event.groups, 'group')} of trials: put into it again`;
    case 'result-refused':
      return `${style.red('refused')} what worker ${printable(event.worker)} sent back of group ${printable(event.group)}: it is no result`;
    case 'queue-lost':
      return 'the queue does not answer; waiting for it';
    case 'queue-back':
      return 'the queue answers again';
  }
}

function triedAgain(trials: number): string {
  if (trials === 0) return 'another one is started';
  return `${counted(trials, 'trial')} ${trials === 1 ? 'is' : 'are'} tried again`;
}

/** Sums of times are equal but for so much. */
const ROUNDING = 1e-9;
/** A pace is told after the first of these seconds where so large a share is done, in any case after the second. */
const LEAST_SECONDS = 1;
const SURE_SECONDS = 5;
const LEAST_SHARE = 0.02;

class ProgressState {
  trials = 0;
  trialsDone = 0;
  steps = 0;
  stepsDone = 0;
  /** The same in the time that steps are expected to take: those of a large network take longer. */
  private expected = 0;
  private expectedDone = 0;
  /** What trials that have finished were expected to take if they stopped early nowhere, and what of it they did. */
  private readonly finished = {planned: 0, done: 0};
  workers = 0;
  private started = 0;
  /** When the first steps were told, and what these were expected to take: what came before is mostly the start of workers. */
  private first: {readonly at: number; readonly expected: number} | undefined;
  private stoppedAt: number | undefined;
  private queue: Extract<RunEvent, {type: 'queue-changed'}> | undefined;

  take(event: RunEvent): void {
    switch (event.type) {
      case 'run-opened':
      case 'manifest-replaced':
      case 'lines-left-out':
      case 'folder-shared':
      case 'worker-lost':
        return;
      case 'training-started':
        this.trials = event.trials;
        this.steps = event.steps;
        this.expected = event.expected;
        this.workers = event.workers;
        this.started = performance.now();
        return;
      case 'training-grew':
        this.trials += event.trials;
        this.steps += event.steps;
        this.expected += event.expected;
        return;
      case 'steps-done':
        this.stepsDone += event.steps;
        this.expectedDone += event.expected;
        this.first ??= {at: performance.now(), expected: this.expectedDone};
        return;
      case 'trial-finished': {
        this.trialsDone++;
        // A trial that stopped early, or failed, leaves its other steps undone.
        const {status} = event.outcome;
        const done = event.outcome.status === 'finished' ? event.outcome.diagnostics.steps : 0;
        const undone = event.plannedSteps - done;
        if (status === 'finished') {
          this.finished.planned += event.plannedSteps * event.expectedPerStep;
          this.finished.done += done * event.expectedPerStep;
        }
        this.steps -= undone;
        this.expected -= undone * event.expectedPerStep;
        return;
      }
      case 'queue-changed':
        this.queue = event;
        // Who trains may come and go: the most that there were.
        this.workers = Math.max(this.workers, event.slots);
        return;
      case 'training-finished':
      case 'queue-without-worker':
      case 'worker-unfit':
      case 'run-claimed':
      case 'groups-put-again':
      case 'result-refused':
      case 'queue-lost':
      case 'queue-back':
        return;
    }
  }

  /** The process is stopped: the time until it goes on doesn't count. */
  stop(): void {
    this.stoppedAt = performance.now();
  }

  goOn(): void {
    if (this.stoppedAt === undefined) return;
    const pause = performance.now() - this.stoppedAt;
    this.started += pause;
    if (this.first) this.first = {...this.first, at: this.first.at + pause};
    this.stoppedAt = undefined;
  }

  get seconds(): number {
    return (performance.now() - this.started) / 1000;
  }

  get rate(): string {
    return `${grouped(Math.round(this.stepsDone / Math.max(this.seconds, 1e-3)))} steps/s`;
  }

  /** The time that is left at the pace since the first steps, once it says something. */
  private get left(): string {
    if (!this.first) return ', starting';
    const seconds = (performance.now() - this.first.at) / 1000;
    const done = this.expectedDone - this.first.expected;
    const isSoon = seconds < (this.fraction < LEAST_SHARE ? SURE_SECONDS : LEAST_SECONDS);
    if (isSoon || done <= 0) return '';
    return `, ${duration((seconds / done) * this.remaining)} left`;
  }

  /** What is left, where others stop as early as those that have finished. */
  private get remaining(): number {
    const {planned, done} = this.finished;
    return Math.max(0, this.expected - this.expectedDone) * (planned === 0 ? 1 : done / planned);
  }

  get fraction(): number {
    const all = this.expectedDone + this.remaining;
    return all <= 0 ? 0 : Math.min(1, this.expectedDone / all + ROUNDING);
  }

  private get queueText(): string {
    const {queue} = this;
    if (!queue) return '';
    const failed = queue.failed > 0 ? `, ${grouped(queue.failed)} failed` : '';
    return `; queue: ${grouped(queue.waiting)} waiting, ${grouped(queue.active)} active${failed}, ${counted(queue.workers, 'worker')}`;
  }

  /** Where the run is, in at most so many columns: what matters less is left out first. */
  line(columns = Number.POSITIVE_INFINITY): string {
    const trials = `${this.trialsDone}/${this.trials} trials`;
    const forms = [
      `${trials}, ${this.rate}${this.left}${this.queueText}`,
      `${trials}${this.left}${this.queueText}`,
      `${trials}${this.left}`,
      trials,
    ];
    return forms.find(form => form.length <= columns) ?? '';
  }

  get summary(): string {
    return `trained ${counted(this.trialsDone, 'trial')} in ${duration(this.seconds)} with ${counted(this.workers, 'worker')} (${this.rate})`;
  }
}

type Show = (event: RunEvent, note: string | undefined) => void;

const NARROW = 80;
const LONGEST_BAR = 24;
const SHORTEST_BAR = 6;

/** The live line: how much is done, in words and as a bar where that fits, too. */
export function barLine(fraction: number, columns: number, line: (columns: number) => string): string {
  const percent = `${Math.floor(fraction * 100)} %`;
  const text = `${percent}  ${line(columns - percent.length - 2 - SHORTEST_BAR - 1)}`.trimEnd();
  const size = Math.min(LONGEST_BAR, columns - text.length - 1);
  if (size < SHORTEST_BAR) return `${percent}  ${line(columns - percent.length - 2)}`.trimEnd();
  const done = Math.round(fraction * size);
  return `${'█'.repeat(done)}${'░'.repeat(size - done)} ${text}`;
}

/** A bar, and below it the learning curves of what has finished. */
function liveBar(stream: ProgressStream, state: ProgressState): Show {
  const bars = new MultiBar({
    stream,
    hideCursor: true,
    gracefulExit: false,
    clearOnComplete: true,
    // The last column stays free: some terminals go on to the next line once it is written.
    format: () => barLine(state.fraction, (stream.columns || NARROW) - 1, columns => state.line(columns)),
    fps: 8,
    linewrap: false,
  });
  let bar: SingleBar | undefined;
  const curves: SingleBar[] = [];
  const terminal = sharedTerminal(stream, state, () => bars.update());
  let learned = new LearningCurveLines(undefined);
  const showCurves = () => {
    learned.lines(stream.columns || NARROW).forEach((curve, at) => {
      curves[at] ??= bars.create(1, 0, {curve}, {format: '{curve}'});
      curves[at].update(0, {curve});
    });
  };
  return (event, note) => {
    if (note !== undefined) {
      if (bar) bars.log(`${note}\n`);
      else stream.write(`${note}\n`);
    }
    if (event.type === 'training-started') {
      terminal.take();
      learned = new LearningCurveLines(event.comparedBy);
      bar = bars.create(Math.max(1, state.steps), 0);
      bars.update();
    } else if (event.type === 'training-finished') {
      bars.stop();
      terminal.giveBack();
      bar = undefined;
      stream.write(`${folded(state.summary, stream.columns || undefined)}\n`);
    } else if (bar) {
      bar.setTotal(Math.max(1, state.steps));
      bar.update(Math.min(state.stepsDone, state.steps));
      if (event.type !== 'trial-finished') return;
      learned.take(event.trial, event.outcome);
      showCurves();
    }
  };
}

/** The terminal while a bar is shown: as it was, with its cursor and lines that wrap, once the process is stopped or ended. */
function sharedTerminal(stream: ProgressStream, state: ProgressState, draw: () => void) {
  const restore = () => stream.write('\u001b[?25h\u001b[?7h\n');
  const stop = () => {
    state.stop();
    restore();
    process.kill(process.pid, 'SIGSTOP');
  };
  const goOn = () => {
    state.goOn();
    stream.write('\u001b[?25l\u001b[?7l');
    draw();
  };
  // A terminal that has become narrower has broken the lines: what is left of them below goes.
  const resize = () => {
    draw();
    stream.write('\u001b[J');
  };
  const listen = (change: 'on' | 'off') => {
    process[change]('exit', restore);
    stream[change]('resize', resize);
    // Ctrl-Z hands it to the shell until the run goes on.
    if (process.platform !== 'win32') process[change]('SIGTSTP', stop)[change]('SIGCONT', goOn);
  };
  return {take: () => listen('on'), giveBack: () => listen('off')};
}

const MILLISECONDS_BETWEEN_LINES = 3000;

function plainLines(stream: ProgressStream, state: ProgressState): Show {
  let last = performance.now();
  return (event, note) => {
    if (note !== undefined) stream.write(`${note}\n`);
    if (event.type === 'training-finished') stream.write(`${state.summary}\n`);
    if (!['trial-finished', 'steps-done', 'queue-changed'].includes(event.type) || state.trials === 0) return;
    if (performance.now() - last < MILLISECONDS_BETWEEN_LINES) return;
    last = performance.now();
    stream.write(`${state.line()}\n`);
  };
}
