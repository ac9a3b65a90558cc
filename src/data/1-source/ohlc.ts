import {nonNegativeNumber, number, positiveInteger, positiveNumber} from '../../document/json-schema.js';
import {good} from '../../document/problem.js';
import {exponential} from '../../random/elementary.js';
import {type Generator, generator} from '../../random/generator.js';
import {madeTable} from './made-table.js';
import {source} from './source.js';

const NAMES = ['open', 'high', 'low', 'close', 'volume'] as const;

export const ohlc = source({
  type: 'ohlc',
  description:
    'A dummy data set of candles: open, high, low, close and volume. The logarithm of the price is a random walk, and a candle consists of some of its steps. The seed of the experiment decides it.',
  options: {
    rows: {...positiveInteger, maximum: 5_000_000, description: 'How many candles.'},
    start: {...positiveNumber, default: 100, description: 'The first price.'},
    deviation: {
      ...nonNegativeNumber,
      maximum: 1,
      default: 0.01,
      description: 'Standard deviation of the logarithm from one close to the next.',
    },
    drift: {...number, minimum: -1, maximum: 1, default: 0, description: 'Its mean.'},
    ticks: {...positiveInteger, maximum: 1000, default: 20, description: 'Steps of the price in a candle.'},
    volume: {
      ...positiveNumber,
      default: 1_000_000,
      description: 'The volume of a candle in which the price does not move.',
    },
  },
  isSeeded: true,
  load(entry, {seed, place}) {
    const columns = candles(entry, generator(seed, 'ohlc'));
    return good(
      madeTable({
        names: NAMES,
        columns: NAMES.map(name => columns[name]),
        inputs: [3],
        origin: 'ohlc',
        place: () => place(['data', 'rows'], 'key'),
      }),
    );
  },
});

interface CandleEntry {
  readonly rows: number;
  readonly start: number;
  readonly deviation: number;
  readonly drift: number;
  readonly ticks: number;
  readonly volume: number;
}

/** A geometric random walk (Bachelier 1900, Osborne 1959): each candle opens where the one before closed. More is traded where the price moves more. */
function candles({rows, start, deviation, drift, ticks, volume}: CandleEntry, random: Generator) {
  const made = () => new Float64Array(rows);
  const columns = {open: made(), high: made(), low: made(), close: made(), volume: made()};
  const step = deviation / Math.sqrt(ticks);
  let logarithm = 0;
  for (let row = 0; row < rows; row++) {
    const from = logarithm;
    let [highest, lowest, way] = [from, from, 0];
    for (let tick = 0; tick < ticks; tick++) {
      const moved = drift / ticks + step * random.normal();
      logarithm += moved;
      way += Math.abs(moved);
      highest = Math.max(highest, logarithm);
      lowest = Math.min(lowest, logarithm);
    }
    const [open, close] = [from, logarithm].map(own => start * exponential(own));
    columns.open[row] = open;
    columns.high[row] = Math.max(open, close, start * exponential(highest));
    columns.low[row] = Math.min(open, close, start * exponential(lowest));
    columns.close[row] = close;
    columns.volume[row] = Math.round(volume * (1 + 10 * way));
  }
  return columns;
}
