import {feature, usesCandles} from './feature.js';
import {candleOptions} from './options.js';

const PARTS = ['body', 'upper-wick', 'lower-wick', 'true-range'] as const;

export const candle = feature({
  type: 'candle',
  alsoCalled: {others: ['candlestick', 'ohlc']},
  description:
    'The parts of a candle: body (close - open), upper wick (high - the higher of open and close), lower wick (the lower of open and close - low), and true range, which includes the close before.',
  source: 'pandas; the true range is TA-Lib TRANGE',
  options: {
    parts: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: {type: 'string', enum: PARTS},
      default: [...PARTS],
      description: 'Which of them.',
    },
    ...candleOptions,
  },
  uses: entry => usesCandles(['open', 'high', 'low', 'close'], entry),
  outputs: ({parts}) => parts,
  prepare:
    ({parts}) =>
    ({columns}) =>
      parts.map(part => columns[0].map((_, row) => partOf(part, columns, row))),
});

function partOf(part: (typeof PARTS)[number], [open, high, low, close]: readonly Float64Array[], row: number): number {
  switch (part) {
    case 'body':
      return close[row] - open[row];
    case 'upper-wick':
      return high[row] - Math.max(open[row], close[row]);
    case 'lower-wick':
      return Math.min(open[row], close[row]) - low[row];
    case 'true-range': {
      if (row === 0) return Number.NaN;
      const before = close[row - 1];
      return Math.max(high[row] - low[row], Math.abs(high[row] - before), Math.abs(low[row] - before));
    }
  }
}
