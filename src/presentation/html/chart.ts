import type {EChartsOption} from 'echarts';
import {type Markup, markup} from '../markup.js';
import {jsonScript} from './json-script.js';

/** A chart as plain data; client/charts.ts draws it. */
export interface Chart {
  readonly title: string;
  /** What one sees in it, for those who don't. */
  readonly description: string;
  readonly height: number;
  readonly option: EChartsOption;
  /** Names of series that can be shown and hidden, with their colours. */
  readonly legend?: readonly {readonly name: string; readonly color: string}[];
  /** Curves of single trials that appear while a series of their group is pointed at. */
  readonly singles?: Singles;
  /** Points beyond these are drawn on a canvas, which prints less well but stays fast. */
  readonly large?: boolean;
}

export interface Singles {
  /** The id of the JSON script that holds the pool of curves. */
  readonly pool: string;
  readonly groups: Readonly<Record<string, readonly number[]>>;
}

/** Curves over 1, 1 + step, 1 + 2 step, ...; null where there is no number. */
export interface CurvePool {
  readonly step: number;
  readonly curves: readonly (readonly (number | null)[])[];
}

/** What stands of a chart in the page as JSON. */
export type DrawnChart = Omit<Chart, 'title' | 'description' | 'height'>;

/** Shapes that ECharts has no series for. */
export type CustomShape = 'band' | 'interval';

/**
 * What draws a custom series: a function that only client/charts.ts has, and that JSON calls by its name. `band` takes
 * [x, low, high], `interval` [low, high, y].
 */
export function drawnBy(name: CustomShape): never {
  return name as never;
}

/** Colours that can be told apart on white and on black: Observable's ten, with a lighter blue. */
const PALETTE = [
  '#4c7be0',
  '#efb118',
  '#ff725c',
  '#6cc5b0',
  '#3ca951',
  '#ff8ab7',
  '#a463f2',
  '#97bbf5',
  '#9c6b4e',
  '#9498a0',
] as const;

/** The colour of a series; beyond the palette they come again. */
export function colorOf(index: number): string {
  return PALETTE[index % PALETTE.length];
}

/** A number as charts carry it: more digits than these can't be seen. */
export function rounded(value: number): number {
  return Number(value.toPrecision(5));
}

/** A figure that is drawn once it comes into view. */
export function chartFigure(chart: Chart): Markup {
  const {title, description, height, ...drawn} = chart;
  return markup`<figure class="chart">
<figcaption>${title}</figcaption>
<div class="legend"></div>
<div class="drawing" role="img" aria-label="${description}" style="height:${height}px"></div>
${jsonScript(drawn satisfies DrawnChart)}
</figure>
`;
}
