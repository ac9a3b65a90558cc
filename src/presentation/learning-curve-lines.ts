import {parameterValue} from '../document/parameter-value.js';
import type {Trial} from '../plan/trial.js';
import type {Outcome} from '../training/result.js';
import {counted, shortNumber} from './number.js';
import {printable} from './printable.js';

/** Lines that stand below the bar of a run. */
const MOST_LINES = 6;
const MOST_PLACES = 40;
const FEWEST_PLACES = 6;
const BLOCKS = [...'▁▂▃▄▅▆▇█'];

/** At most so many of a curve's points, the first and the last among them. */
function spread(points: readonly number[], most: number): readonly number[] {
  const count = Math.max(0, Math.min(points.length, most));
  return Array.from(
    {length: count},
    (_, at) => points[Math.round((at * (points.length - 1)) / Math.max(1, count - 1))],
  );
}

/** The mean validation losses of trials that have finished, by the values of the compared parameter, as they grow. */
export class LearningCurveLines {
  private readonly groups = new Map<string, {sums: number[]; counts: number[]; trials: number}>();

  /** `by` is the compared parameter, where there is one. */
  constructor(private readonly by: string | undefined) {}

  /** Takes what became of a trial. */
  take({parameters}: Pick<Trial, 'parameters'>, {history}: Pick<Outcome, 'history'>): void {
    const name = this.by === undefined ? 'validation loss' : parameterValue(parameters[this.by]);
    const own = this.groups.get(name) ?? {sums: [], counts: [], trials: 0};
    this.groups.set(name, own);
    own.trials++;
    history.forEach(({validation_loss: loss}, epoch) => {
      if (!Number.isFinite(loss)) return;
      own.sums[epoch] = (own.sums[epoch] ?? 0) + loss;
      own.counts[epoch] = (own.counts[epoch] ?? 0) + 1;
    });
  }

  /** A line for each value, at most so wide; curves of one scale, logarithmic where they can be. */
  lines(width: number): readonly string[] {
    const curves = [...this.groups].slice(0, MOST_LINES).flatMap(([name, {sums, counts, trials}]) => {
      const means = spread(sums.map((sum, epoch) => sum / counts[epoch]).filter(Number.isFinite), MOST_PLACES);
      return means.length < 2 ? [] : [{name, means, trials}];
    });
    const all = curves.flatMap(({means}) => means);
    const told = all.every(loss => loss > 0) ? Math.log : (loss: number) => loss;
    const [low, high] = [Math.min(...all.map(told)), Math.max(...all.map(told))];
    const longest = Math.min(20, Math.floor(width / 3), Math.max(0, ...curves.map(({name}) => name.length)));
    const room = (ends: readonly string[]) => width - longest - Math.max(...ends.map(({length}) => length)) - 3;
    // What matters less is left out first, so that some of the curve stays.
    const ends = [
      curves.map(({means, trials}) => `${endsText(means)}, ${counted(trials, 'trial')}`),
      curves.map(({means}) => endsText(means)),
      curves.map(({means}) => shortNumber(means[means.length - 1], 3)),
    ].reduce((wider, shorter) => (room(wider) >= FEWEST_PLACES ? wider : shorter));
    return curves.map(({name, means}, at) => {
      const blocks = spread(means, room(ends)).map(loss => {
        const level = high > low ? (told(loss) - low) / (high - low) : 0;
        return BLOCKS[Math.min(BLOCKS.length - 1, Math.floor(level * BLOCKS.length))];
      });
      return `${cutName(printable(name), longest).padEnd(longest)} ${blocks.join('')} ${ends[at]}`.slice(
        0,
        Math.max(1, width - 1),
      );
    });
  }
}

function endsText(means: readonly number[]): string {
  return `${shortNumber(means[0], 3)} to ${shortNumber(means[means.length - 1], 3)}`;
}

/** A name in so many columns: values that are mappings begin alike, so that of a long one the end is kept, too. */
function cutName(name: string, columns: number): string {
  if (name.length <= columns) return name;
  const half = Math.floor((columns - 1) / 2);
  return `${name.slice(0, columns - 1 - half)}\u2026${name.slice(name.length - half)}`;
}
