import dayjs from 'dayjs';
import customParseFormat from 'dayjs/plugin/customParseFormat.js';
import utc from 'dayjs/plugin/utc.js';

const ISO = /^\d{4}-\d{2}(-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?$/;

/** Reads a time as milliseconds, undefined where it is none: by a Day.js format, else ISO 8601 (UTC) or a plain number. */
export function timeReader(format: string | undefined): (text: string) => number | undefined {
  if (format === undefined) return plainTime;
  dayjs.extend(customParseFormat);
  dayjs.extend(utc);
  return text => {
    const time = dayjs(`${text} +00:00`, `${format} Z`, true);
    return time.isValid() ? time.valueOf() : undefined;
  };
}

function plainTime(text: string): number | undefined {
  if (/^[+-]?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (!ISO.test(text) || !isDay(text)) return undefined;
  const time = Date.parse(
    /[T ].*(Z|[+-]\d{2}:?\d{2})$/.test(text) || !/[T ]/.test(text)
      ? text.replace(' ', 'T')
      : `${text.replace(' ', 'T')}Z`,
  );
  return Number.isNaN(time) ? undefined : time;
}

/** Whether the calendar has the day; Date.parse takes 30 February for 1 March. */
function isDay(text: string): boolean {
  const [year, month, day = 1] = text.slice(0, 10).split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, day)).getUTCMonth() === month - 1;
}
