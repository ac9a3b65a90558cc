import {sineOfTurns} from '../../random/elementary.js';
import {DAY} from '../lengths-of-time.js';
import {feature} from './feature.js';

const PARTS = ['hour', 'weekday', 'month', 'day-of-year', 'month-end'] as const;
type CalendarPart = (typeof PARTS)[number];

/** How many values a part has; that of the days of a year depends on the year. */
const COUNTS: Readonly<Partial<Record<CalendarPart, number>>> = {hour: 24, weekday: 7, month: 12};

export const calendar = feature({
  type: 'calendar',
  alsoCalled: {others: ['datetime', 'date', 'time-features', 'time_features', 'seasonality']},
  description:
    'The time of a row by clock and calendar: as a point on a circle (sine and cosine of its share of the day, the week or the year), or as one column for each value. It is known in advance, and windows do not normalize it.',
  source: 'pandas DatetimeIndex',
  isKnownAhead: true,
  options: {
    part: {
      type: 'string',
      enum: PARTS,
      alsoCalled: {
        weekday: {pandas: ['dayofweek', 'day_of_week'], others: ['day']},
        'day-of-year': {pandas: ['dayofyear', 'day_of_year']},
        'month-end': {pandas: ['is_month_end']},
      },
      description:
        'Which part of the time. Weekdays begin with Monday; month-end is 1 on the last day of a month, else 0.',
    },
    encoding: {
      type: 'string',
      enum: ['cyclic', 'one-hot'],
      alsoCalled: {
        cyclic: {others: ['sin-cos', 'sincos', 'circular', 'cyclical']},
        'one-hot': {others: ['onehot', 'dummies']},
      },
      default: 'cyclic',
      description: 'cyclic: sine and cosine. one-hot: a column for each value, which is 1 or 0.',
    },
  },
  uses: () => ({kind: 'time'}),
  outputs({part, encoding}) {
    if (part === 'month-end') return [''];
    if (encoding === 'cyclic') return ['sin', 'cos'];
    const first = part === 'month' ? 1 : 0;
    return Array.from({length: COUNTS[part] ?? 0}, (_, index) => String(index + first));
  },
  mistake: ({part, encoding}) =>
    part === 'day-of-year' && encoding === 'one-hot'
      ? {
          key: 'encoding',
          message: 'a column for each day of the year is more than a network can learn from',
          hint: 'cyclic',
        }
      : undefined,
  prepare:
    ({part, encoding}) =>
    ({wall}) => {
      if (part === 'month-end') return [wall.map(time => (new Date(time + DAY).getUTCDate() === 1 ? 1 : 0))];
      if (encoding === 'cyclic') {
        const shares = wall.map(time => partOf(part, time) / countOf(part, time));
        return [shares.map(sineOfTurns), shares.map(share => sineOfTurns(share + 0.25))];
      }
      return Array.from({length: COUNTS[part] ?? 0}, (_, index) =>
        wall.map(time => (partOf(part, time) === index ? 1 : 0)),
      );
    },
});

/** Counted from 0. */
function partOf(part: Exclude<CalendarPart, 'month-end'>, time: number): number {
  const date = new Date(time);
  switch (part) {
    case 'hour':
      return date.getUTCHours();
    case 'weekday':
      return (date.getUTCDay() + 6) % 7;
    case 'month':
      return date.getUTCMonth();
    case 'day-of-year':
      return Math.floor((time - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY);
  }
}

function countOf(part: Exclude<CalendarPart, 'month-end'>, time: number): number {
  const year = new Date(time).getUTCFullYear();
  return COUNTS[part] ?? (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1)) / DAY;
}
