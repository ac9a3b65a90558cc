import type {EChartsOption, SeriesOption} from 'echarts';
import {LABELS} from '../html/axes.js';
import {colorOf, rounded} from '../html/chart.js';
import {extentOf, type Mark, type Panel} from './plot.js';

/** Colours of candles that rise and fall: also told apart by those who see no red and green. */
const RISING = '#3ca951';
const FALLING = '#ff725c';

/** A panel as an option of ECharts, without the colours of a page. */
export function panelOption(panel: Panel): EChartsOption {
  const {x, y, marks, shades = []} = inPowers(panel);
  const named = x.labels !== undefined;
  return {
    grid: {left: 8, right: 16, top: 28, bottom: 40, containLabel: true},
    tooltip: {trigger: 'axis'},
    legend: {show: false},
    xAxis: named
      ? {
          type: 'category',
          data: [...(x.labels ?? [])],
          name: x.name,
          nameLocation: 'middle',
          nameGap: 24,
          axisLabel: LABELS,
          boundaryGap: marks.some(({kind}) => kind !== 'line'),
        }
      : {type: 'value', name: x.name, nameLocation: 'middle', nameGap: 24, scale: true, axisLabel: LABELS},
    yAxis: {
      type: 'value',
      scale: !marks.some(({kind}) => kind === 'bars'),
      name: y.name,
      nameTextStyle: {align: 'left'},
      axisLabel: {hideOverlap: true},
      axisLine: {onZero: false},
    },
    series: marks.map(
      (mark, index): SeriesOption => ({
        ...seriesOf(mark, index),
        ...(index === 0 && shades.length > 0 ? {markArea: shaded(shades)} : {}),
      }),
    ),
  };
}

/** ECharts finds no ticks for numbers that are next to nothing: they are told in a power of ten. */
const SMALLEST = 1e-9;

function inPowers(panel: Panel): Panel {
  const [low, high] = extentOf(panel.marks).y;
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (!(size > 0 && size < SMALLEST)) return panel;
  const power = Math.floor(Math.log10(size));
  const marks = panel.marks.map(mark => scaledMark(mark, value => value / 10 ** power));
  return {...panel, marks, y: {...panel.y, name: `${panel.y.name} in 1e${power}`.trim()}};
}

function scaledMark(mark: Mark, scaled: (value: number) => number): Mark {
  switch (mark.kind) {
    case 'line':
      return {...mark, points: mark.points.map(([at, value]) => [at, value === null ? null : scaled(value)] as const)};
    case 'bars':
      return {...mark, points: mark.points.map(([at, value]) => [at, scaled(value)] as const)};
    case 'candles':
      return {
        ...mark,
        candles: mark.candles.map(
          candle =>
            candle && {
              open: scaled(candle.open),
              high: scaled(candle.high),
              low: scaled(candle.low),
              close: scaled(candle.close),
            },
        ),
      };
  }
}

function seriesOf(mark: Mark, index: number): SeriesOption {
  switch (mark.kind) {
    case 'line':
      return {
        type: 'line',
        id: `line-${index}`,
        name: mark.name,
        showSymbol: mark.points.length === 1,
        color: colorOf(index),
        lineStyle: {width: 1.4},
        data: mark.points.map(([x, y]) => [x, y === null ? null : rounded(y)]),
      };
    case 'bars':
      return {
        type: 'bar',
        id: `bars-${index}`,
        name: mark.name,
        color: colorOf(index),
        barCategoryGap: '8%',
        data: mark.points.map(([x, y]) => [x, rounded(y)]),
      };
    case 'candles':
      return {
        type: 'candlestick',
        id: `candles-${index}`,
        name: mark.name,
        itemStyle: {color: RISING, color0: FALLING, borderColor: RISING, borderColor0: FALLING},
        data: mark.candles.map(candle =>
          candle ? [candle.open, candle.close, candle.low, candle.high].map(rounded) : ['-', '-', '-', '-'],
        ) as number[][],
      };
  }
}

function shaded(shades: NonNullable<Panel['shades']>) {
  return {
    silent: true,
    label: {position: 'insideTop' as const, color: '#888888'},
    data: shades.map(({name, from, to}, index) => [
      {name, xAxis: from, itemStyle: {color: colorOf([9, 1, 3][index % 3]), opacity: 0.14}},
      {xAxis: to},
    ]) as [object, object][],
  };
}
