import {shortNumber} from '../../number.js';
import type {Style} from '../../style.js';
import {widthOf} from '../../text-width.js';
import {extentOf, type Mark, type Panel, type Plot} from '../plot.js';
import {rowsOf} from '../rows-of.js';
import {Canvas, INKS, type Ink} from './canvas.js';

/** What a terminal can show. */
export interface TerminalLimits {
  readonly width: number;
  readonly unicode: boolean;
}

const HEIGHT = 14;
const NARROWEST = 34;
const WIDEST = 160;

/** A plot in characters, as wide as the terminal. */
export function plotText({title, panels}: Plot, style: Style, limits: TerminalLimits): string {
  const width = Math.min(limits.width, WIDEST);
  const blocks = rowsOf(panels).flatMap(row => {
    // Panels that would be too narrow stand one below the other.
    const beside = Math.max(1, Math.min(row.length, Math.floor((width + 2) / NARROWEST)));
    const own = Math.floor((width - 2 * (beside - 1)) / beside);
    return Array.from({length: Math.ceil(row.length / beside)}, (_, at) =>
      sideBySide(
        row.slice(at * beside, (at + 1) * beside).map(panel => panelLines(panel, style, own, limits.unicode)),
        own,
      ),
    );
  });
  return `${[style.bold(title), ...blocks.map(lines => lines.join('\n'))].join('\n\n')}\n`;
}

function sideBySide(blocks: readonly (readonly string[])[], width: number): string[] {
  const height = Math.max(...blocks.map(({length}) => length));
  return Array.from({length: height}, (_, line) =>
    blocks
      .map((block, index) => {
        const text = block[line] ?? '';
        return index === blocks.length - 1 ? text : `${text}${' '.repeat(Math.max(0, width - widthOf(text)))}  `;
      })
      .join('')
      .trimEnd(),
  );
}

function panelLines(panel: Panel, style: Style, width: number, unicode: boolean): string[] {
  const {x, y} = extentOf(panel.marks);
  const [low, high] = y[0] === y[1] ? [y[0] - 1, y[1] + 1] : y;
  const ticks = [high, (low + high) / 2, low].map(value => shortNumber(value, 3));
  const margin = Math.max(...ticks.map(({length}) => length)) + 1;
  const canvas = new Canvas(Math.max(8, width - margin - 1), HEIGHT, unicode);
  const place = placing(canvas, x, [low, high]);
  panel.marks.forEach((mark, index) => {
    drawMark(canvas, mark, INKS[index % INKS.length], place, unicode);
  });
  const rule = unicode ? '│' : '|';
  const labelOf = (row: number) =>
    row === 0 ? ticks[0] : row === HEIGHT - 1 ? ticks[2] : row === HEIGHT >> 1 ? ticks[1] : '';
  const body = canvas.lines(style).map((line, row) => `${style.dim(labelOf(row).padStart(margin) + rule)}${line}`);
  return [
    clipped(
      [
        panel.title + sharedText(panel, canvas.columns),
        panel.y.name && panel.y.name !== panel.title ? `(${panel.y.name})` : '',
      ]
        .filter(Boolean)
        .join(' '),
      width,
    ),
    ...legendLines(panel, style, width, unicode),
    ...body,
    style.dim(' '.repeat(margin) + (unicode ? '└' : '+') + (unicode ? '─' : '-').repeat(canvas.columns)),
    style.dim(' '.repeat(margin + 1) + xLabels(panel, x, canvas.columns)),
    ...shadeLines(panel, x, canvas.columns, margin, style, unicode),
  ];
}

/** What a title says of candles where several share a column. */
function sharedText({marks}: Panel, columns: number): string {
  const most = marks.reduce((count, mark) => Math.max(count, mark.kind === 'candles' ? mark.candles.length : 0), 0);
  return most > columns ? `, ${Math.ceil(most / columns)} candles to a column` : '';
}

/** Where numbers are drawn, in points from the left and the top. */
type Place = (x: number, y: number) => readonly [number, number];

function placing(
  canvas: Canvas,
  [left, right]: readonly [number, number],
  [low, high]: readonly [number, number],
): Place {
  const [across, down] = [canvas.columns * canvas.across - 1, canvas.rows * canvas.down - 1];
  const width = right > left ? right - left : 1;
  return (x, y) => [Math.round(((x - left) / width) * across), Math.round(((high - y) / (high - low)) * down)];
}

function drawMark(canvas: Canvas, mark: Mark, ink: Ink, place: Place, unicode: boolean): void {
  switch (mark.kind) {
    case 'line': {
      let before: readonly [number, number] | undefined;
      for (const [x, y] of mark.points) {
        const now = y === null ? undefined : place(x, y);
        if (now) canvas.line(before ?? now, now, ink);
        before = now;
      }
      break;
    }
    case 'bars': {
      const [, floor] = place(0, 0);
      const step = mark.points.length > 1 ? place(mark.points[1][0], 0)[0] - place(mark.points[0][0], 0)[0] : 1;
      for (const [x, y] of mark.points) {
        const [column, top] = place(x, y);
        if (top >= floor) continue;
        for (let at = 0; at < Math.max(1, step - 1); at++) canvas.line([column + at, floor], [column + at, top], ink);
      }
      break;
    }
    case 'candles':
      drawCandles(canvas, mark.candles, place, unicode);
  }
}

/** As many candles as fit: of several that share a column the first open, the highest, the lowest and the last close. */
function drawCandles(
  canvas: Canvas,
  candles: Extract<Mark, {kind: 'candles'}>['candles'],
  place: Place,
  unicode: boolean,
): void {
  const columns = new Map<number, {open: number; high: number; low: number; close: number}>();
  candles.forEach((candle, x) => {
    if (!candle) return;
    const column = Math.floor(place(x, candle.close)[0] / canvas.across);
    const own = columns.get(column);
    columns.set(column, {
      open: own?.open ?? candle.open,
      high: Math.max(own?.high ?? candle.high, candle.high),
      low: Math.min(own?.low ?? candle.low, candle.low),
      close: candle.close,
    });
  });
  const rowOf = (y: number) => Math.floor(place(0, y)[1] / canvas.down);
  const [wick, rising, falling] = unicode ? ['│', '┃', '█'] : ['|', 'O', '#'];
  for (const [column, {open, high, low, close}] of columns) {
    const ink: Ink = close >= open ? 'green' : 'red';
    for (let row = rowOf(high); row <= rowOf(low); row++) canvas.write(column, row, wick, ink);
    for (let row = rowOf(Math.max(open, close)); row <= rowOf(Math.min(open, close)); row++)
      canvas.write(column, row, close >= open ? rising : falling, ink);
  }
}

/** The first, middle and last place of the horizontal axis. */
function xLabels({x: {labels, name}}: Panel, [left, right]: readonly [number, number], columns: number): string {
  const told = (x: number) => labels?.[Math.round(x)] ?? shortNumber(x, 3);
  const [first, last] = [told(left), told(right)];
  const free = columns - first.length - last.length;
  if (free < 1) return first.slice(0, columns);
  const middle = name.length + 4 <= free ? name : '';
  const before = Math.floor((free - middle.length) / 2);
  return `${first}${' '.repeat(before)}${middle}${' '.repeat(free - middle.length - before)}${last}`;
}

/** Names of several series, in their colours. */
function legendLines({marks}: Panel, style: Style, width: number, unicode: boolean): string[] {
  if (marks.length < 2) return [];
  const parts = marks.map(({name, kind}, index) => {
    const sign = unicode ? '━' : '*';
    return kind === 'candles' ? name : `${style[inkName(INKS[index % INKS.length])](sign)} ${name}`;
  });
  return [clipped(parts.join('  '), width + parts.join('').length)];
}

function inkName(ink: Ink): Exclude<Ink, 'plain'> {
  return ink === 'plain' ? 'dim' : ink;
}

/** A line below the axis that says where splits are. */
function shadeLines(
  {shades = []}: Panel,
  [left, right]: readonly [number, number],
  columns: number,
  margin: number,
  style: Style,
  unicode: boolean,
): string[] {
  if (shades.length === 0 || right <= left) return [];
  const line = new Array<string>(columns).fill(' ');
  for (const {name, from, to} of shades) {
    const [begin, end] = [from, to].map(x =>
      Math.min(columns - 1, Math.max(0, Math.round(((x - left) / (right - left)) * (columns - 1)))),
    );
    for (let at = begin; at <= end; at++) line[at] = unicode ? '╌' : '.';
    line[begin] = unicode ? '╎' : '|';
    const text = [...` ${name} `].slice(0, Math.max(0, end - begin));
    text.forEach((character, at) => {
      line[begin + 1 + at] = character;
    });
  }
  return [style.dim(' '.repeat(margin + 1) + line.join(''))];
}

function clipped(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, Math.max(1, width - 1))}…` : text;
}
