import {DAY, HOUR} from './lengths-of-time.js';

const formats = new Map<string, Intl.DateTimeFormat>();

/** What a clock on the wall of a zone shows: 2024-01-31 12:00:00. */
function wallText(zone: string, time: number): string {
  const known =
    formats.get(zone) ?? new Intl.DateTimeFormat('sv-SE', {timeZone: zone, dateStyle: 'short', timeStyle: 'medium'});
  formats.set(zone, known);
  return known.format(time);
}

/** The clock of a time zone: from times in UTC to what it shows, and back; what was looked up is kept. */
class ZoneClock {
  private readonly offsets = new Map<number, number>();
  private readonly days = new Map<number, readonly [number, number]>();

  constructor(private readonly zone: string) {}

  /** Milliseconds that the clock is ahead of UTC. */
  offsetAt(time: number): number {
    // Clocks change on the quarter of an hour.
    const quarter = Math.floor(time / (HOUR / 4));
    const known = this.offsets.get(quarter);
    if (known !== undefined) return known;
    const at = quarter * (HOUR / 4);
    const offset = Date.parse(`${wallText(this.zone, at).replace(' ', 'T')}Z`) - at;
    this.offsets.set(quarter, offset);
    return offset;
  }

  /** What the clock shows, as milliseconds since 1970 on it. */
  wallOf(time: number): number {
    return time + this.offsetAt(time);
  }

  /** The times at which the clock shows something, in their order: one, two where it was put back, none where it was put forward. */
  timesOf(wall: number): readonly number[] {
    const [before, after] = this.around(wall);
    if (before === after) return [wall - before];
    return [...new Set([wall - before, wall - after])].filter(time => this.wallOf(time) === wall).sort((a, b) => a - b);
  }

  /** The first time at which the clock shows something, or would have if it had not been put forward. */
  firstTimeOf(wall: number): number {
    return this.timesOf(wall)[0] ?? wall - this.around(wall)[0];
  }

  /** How far the clock is ahead some days before and after what it shows. */
  private around(wall: number): readonly [number, number] {
    const day = Math.floor(wall / DAY);
    const known = this.days.get(day) ?? ([this.offsetAt((day - 1) * DAY), this.offsetAt((day + 2) * DAY)] as const);
    this.days.set(day, known);
    return known;
  }
}

const clocks = new Map<string, ZoneClock>();

/** The clock of a zone. */
export function clockOf(zone: string): ZoneClock {
  const clock = clocks.get(zone) ?? new ZoneClock(zone);
  clocks.set(zone, clock);
  return clock;
}
