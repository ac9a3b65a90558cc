// Draws a figure's chart once it comes into view: the option of ECharts that stands in it as JSON, and what JSON can't hold.
import type {CustomSeriesOption, CustomSeriesRenderItem, ECharts, EChartsOption, SeriesOption} from 'echarts';
import {init} from '../../plot/chart-library.js';
import type {CurvePool, CustomShape, DrawnChart} from '../chart.js';

/** Custom series by the name that the JSON gives for their function. */
const DRAWN_BY: Readonly<Record<CustomShape, (series: CustomSeriesOption) => CustomSeriesRenderItem>> = {
  /** The area between the second and third number, over the first. */
  band: series => (params, api) => {
    if (params.dataIndex !== 0) return undefined;
    const points = series.data as unknown as readonly (readonly [number, number, number])[];
    const high = points.map(([x, , value]) => api.coord([x, value]));
    const low = points.map(([x, value]) => api.coord([x, value])).reverse();
    const color = String(series.color);
    return {type: 'polygon', shape: {points: [...high, ...low]}, style: {fill: color, opacity: 0.16}, silent: true};
  },
  /** A bar with whiskers from the first number to the second, at the height of the third. */
  interval: series => (_, api) => {
    const [from, to] = [0, 1].map(dimension => api.coord([api.value(dimension), api.value(2)]));
    if (!from || !to) return undefined;
    const [[left = 0, y = 0], [right = 0]] = [from, to];
    const line = (x1: number, y1: number, x2: number, y2: number) => ({
      type: 'line' as const,
      shape: {x1, y1, x2, y2},
      style: {stroke: String(series.color), lineWidth: 2},
    });
    const children = [line(left, y, right, y), line(left, y - 5, left, y + 5), line(right, y - 5, right, y + 5)];
    return {type: 'group', children};
  },
};

/** Colours of what isn't data, from the page's own. */
function themed(option: EChartsOption, width: number): EChartsOption {
  const style = getComputedStyle(document.documentElement);
  const color = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const [text, faint, line, surface] = ['text', 'faint', 'line', 'surface'].map(color);
  const axis = {
    axisLine: {lineStyle: {color: faint}},
    axisTick: {lineStyle: {color: faint}},
    axisLabel: {color: faint},
    nameTextStyle: {color: faint},
    splitLine: {lineStyle: {color: line}},
  };
  const onto = (value: unknown, base: object): unknown =>
    Array.isArray(value)
      ? value.map(one => onto(one, base))
      : typeof value === 'object' && value !== null
        ? merged(base, value)
        : value;
  return {
    ...option,
    backgroundColor: 'transparent',
    animation: false,
    textStyle: {color: text, fontFamily: 'system-ui, sans-serif'},
    xAxis: onto(option.xAxis, axis) as NonNullable<EChartsOption['xAxis']>,
    yAxis: cut(onto(option.yAxis, axis), Math.min(LONGEST_LABEL, width * LABEL_SHARE)) as NonNullable<
      EChartsOption['yAxis']
    >,
    parallelAxis: cut(
      onto(option.parallelAxis, {
        ...axis,
        z: 10,
        nameTextStyle: {color: text},
        // Lines run under it.
        axisLabel: {color: text, textBorderColor: surface, textBorderWidth: 4},
      }),
      (width * ALONG_SHARE) / Math.max(1, [option.parallelAxis ?? []].flat().length),
    ) as NonNullable<EChartsOption['parallelAxis']>,
    visualMap: onto(option.visualMap, {textStyle: {color: faint}}) as NonNullable<EChartsOption['visualMap']>,
    dataZoom: onto(option.dataZoom, {textStyle: {color: faint}, borderColor: line}) as NonNullable<
      EChartsOption['dataZoom']
    >,
    tooltip: {
      confine: true,
      backgroundColor: surface,
      borderColor: line,
      textStyle: {color: text},
      ...(option.tooltip as object),
    },
  } as EChartsOption;
}

/** Names of values are cut to a width: a whole list of layers may be one. */
function cut(axes: unknown, width: number): unknown {
  if (Array.isArray(axes)) return axes.map(axis => cut(axis, width));
  if (!isPlain(axes) || Reflect.get(axes, 'type') !== 'category') return axes;
  return merged(axes, {triggerEvent: true, axisLabel: {width: Math.round(width), overflow: 'truncate'}});
}

const LONGEST_LABEL = 260;
const LABEL_SHARE = 0.35;
const ALONG_SHARE = 0.9;

function merged(base: object, over: object): object {
  const entries = Object.entries(over).map(([key, value]) => {
    const own: unknown = Reflect.get(base, key);
    const both = isPlain(own) && isPlain(value);
    return [key, both ? merged(own, value) : value] as const;
  });
  return {...base, ...Object.fromEntries(entries)};
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const drawn = new Map<HTMLElement, ECharts>();

function draw(figure: HTMLElement): void {
  const place = figure.querySelector<HTMLElement>('.drawing');
  const json = figure.querySelector('script')?.textContent;
  if (!place || !json) return;
  const chart: DrawnChart = JSON.parse(json);
  const instance = init(place, undefined, {renderer: chart.large ? 'canvas' : 'svg'});
  const series = [chart.option.series ?? []].flat().map(withFunction);
  instance.setOption(themed({...chart.option, series}, place.clientWidth));
  drawn.set(figure, instance);
  const single = singlesOf(chart, instance, series);
  instance.on('mouseover', event => single(event.seriesName));
  instance.on('globalout', () => single(undefined));
  tellCutLabels(instance, place);
  fillLegend(figure, chart, instance, single);
  figure.dataset.drawn = '';
}

/** The whole of a label that is cut, while it is pointed at. */
function tellCutLabels(instance: ECharts, place: HTMLElement): void {
  instance.on('mouseover', ({componentType, targetType, value}: LabelEvent) => {
    const isLabel = targetType === 'axisLabel' && /Axis$/i.test(componentType);
    place.title = isLabel ? String(value ?? '') : '';
  });
  instance.on('mouseout', () => {
    place.title = '';
  });
}

interface LabelEvent {
  readonly componentType: string;
  readonly targetType?: string;
  readonly value?: unknown;
}

function withFunction(series: SeriesOption): SeriesOption {
  if (series.type !== 'custom') return series;
  const drawnBy = Reflect.get(DRAWN_BY, String(series.renderItem));
  return {...series, renderItem: drawnBy(series)};
}

/** Shows the curves of single trials of a group; of none for undefined. */
function singlesOf(
  {singles}: DrawnChart,
  instance: ECharts,
  series: readonly SeriesOption[],
): (group: string | undefined) => void {
  let shown: string | undefined;
  return group => {
    if (!singles || group === shown) return;
    shown = group;
    const {step, curves}: CurvePool = JSON.parse(
      document.getElementById(singles.pool)?.textContent ?? '{"step":1,"curves":[]}',
    );
    const color = series.find(one => one.name === group && one.type === 'line')?.color;
    const added = (group === undefined ? [] : (singles.groups[group] ?? [])).map(
      (index): SeriesOption => ({
        id: `single-${index}`,
        type: 'line',
        data: (curves[index] ?? []).map((loss, at) => [1 + at * step, loss]),
        showSymbol: false,
        silent: true,
        tooltip: {show: false},
        lineStyle: {width: 0.8, opacity: 0.7, color: String(color)},
        z: 2,
      }),
    );
    instance.setOption({series: [...series, ...added]}, {replaceMerge: ['series']});
  };
}

/** Buttons that show and hide series: those of ECharts' own legend can't be reached by keyboard. */
function fillLegend(
  figure: HTMLElement,
  {legend = []}: DrawnChart,
  instance: ECharts,
  single: (group?: string) => void,
): void {
  const place = figure.querySelector('.legend');
  place?.replaceChildren(
    ...legend.map(({name, color}) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.setAttribute('aria-pressed', 'true');
      const mark = document.createElement('i');
      mark.style.background = color;
      button.append(mark, name);
      button.addEventListener('click', () => {
        instance.dispatchAction({type: 'legendToggleSelect', name});
        button.setAttribute('aria-pressed', String(button.getAttribute('aria-pressed') !== 'true'));
      });
      for (const enter of ['focus', 'mouseenter']) button.addEventListener(enter, () => single(name));
      for (const leave of ['blur', 'mouseleave']) button.addEventListener(leave, () => single(undefined));
      return button;
    }),
  );
}

const figures = [...document.querySelectorAll<HTMLElement>('.chart')];
const seen = new IntersectionObserver(
  entries => {
    for (const {target, isIntersecting} of entries) {
      if (!isIntersecting || !(target instanceof HTMLElement)) continue;
      seen.unobserve(target);
      draw(target);
    }
  },
  {rootMargin: '300px'},
);
for (const figure of figures) seen.observe(figure);

/** Draws the others one by one once nothing else is to do: a picture of the whole page has them all. */
function drawRest(): void {
  const next = figures.slice(0, MOST_UNSEEN).find(figure => !drawn.has(figure) && figure.offsetParent);
  if (!next) return;
  seen.unobserve(next);
  draw(next);
  later(drawRest);
}

/** Of a page of hundreds, those far down wait until somebody comes there. */
const MOST_UNSEEN = 60;
const later = (work: () => void): void => {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(work);
  else setTimeout(work, 50);
};
later(drawRest);

const sizes = new ResizeObserver(entries => {
  for (const {target} of entries) {
    const figure = target.closest<HTMLElement>('.chart');
    if (figure && target.clientWidth > 0) drawn.get(figure)?.resize();
  }
});
for (const figure of figures) {
  const place = figure.querySelector('.drawing');
  if (place) sizes.observe(place);
}

document.addEventListener('themechange', () => {
  for (const [figure, instance] of [...drawn]) {
    const hidden = [...figure.querySelectorAll('.legend [aria-pressed=false]')].map(({textContent}) => textContent);
    instance.dispose();
    draw(figure);
    // What was hidden stays so.
    for (const button of figure.querySelectorAll<HTMLElement>('.legend button'))
      if (hidden.includes(button.textContent)) button.click();
  }
});
/** A page of A4 between its margins, at the 96 pixels an inch that browsers print with. */
const PAPER = 680;

// What was never looked at is printed all the same, if it is shown; all of it as wide as paper.
addEventListener('beforeprint', () => {
  for (const figure of figures) if (!drawn.has(figure) && figure.offsetParent) draw(figure);
  for (const instance of drawn.values()) instance.resize({width: PAPER});
});
addEventListener('afterprint', () => {
  for (const instance of drawn.values()) instance.resize({width: 'auto'});
});
