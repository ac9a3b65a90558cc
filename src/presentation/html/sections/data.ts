import {SPLITS} from '../../../data/4-split/split.js';
import type {Series} from '../../../run/records/series-record.js';
import {type Markup, markup} from '../../markup.js';
import {grouped, shortNumber} from '../../number.js';
import {candlePanels} from '../../plot/candle-panels.js';
import type {Panel} from '../../plot/plot.js';
import {plainCell, type Sheet} from '../../sheet/sheet.js';
import {zoomable} from '../axes.js';
import {chartFigure, colorOf} from '../chart.js';
import {panelChart} from '../panel-chart.js';
import type {Section} from '../section.js';
import {plainTable} from '../sheet-table.js';

/** The target over time with the splits shaded, and each column's statistics. */
export const data: Section = {
  id: 'data',
  title: 'Data',
  render({series}) {
    return series.length === 0 ? undefined : markup`${series.map(one => seriesMarkup(one))}`;
  },
};

function seriesMarkup(series: Series): Markup {
  const {origin, rows, target, times, sha256, step, boundaries, name} = series;
  const drawn = name === undefined ? target : `${target} of ${name}`;
  const span = times && times.length > 0 ? `, ${times[0]} to ${times[times.length - 1]}` : '';
  const first = name === undefined ? '' : ` of several series, of which the first one, ${name}, is drawn`;
  const thin = step > 1 ? `; one row in ${step} is drawn` : '';
  return markup`<p>${origin}: ${grouped(rows)} rows${first}${span}. Split in time order: ${SPLITS.map(
    split => `${split} ${grouped(boundaries[split].end - boundaries[split].begin)}`,
  ).join(', ')}${thin}.</p>
${chartFigure({
  title: `${drawn}, by split`,
  description: `Line chart of ${target} over ${grouped(rows)} rows, with the train, validation and test splits shaded.`,
  height: 320,
  option: {
    ...zoomable(times ?? series.values.map((_, index) => String(index * step))),
    yAxis: {type: 'value', scale: true, name: target, nameTextStyle: {align: 'left'}},
    series: [
      {
        id: 'series',
        name: target,
        type: 'line',
        showSymbol: false,
        lineStyle: {width: 1.2},
        color: colorOf(0),
        data: [...series.values],
        markArea: {
          silent: true,
          label: {position: 'insideTop', color: '#888888'},
          data: SPLITS.map((split, index) => [
            {
              name: split,
              xAxis: Math.floor(boundaries[split].begin / step),
              itemStyle: {color: colorOf([9, 1, 3][index]), opacity: 0.14},
            },
            {xAxis: Math.min(series.values.length - 1, Math.ceil(boundaries[split].end / step))},
          ]),
        },
      },
    ],
  },
})}
${candleCharts(series)}${windowCharts(series)}${plainTable(statisticsSheet(series), `Columns of ${origin}, in their own units`)}
<p class="note">sha256 ${sha256}</p>
`;
}

/** The first and the last window of each of the three data sets. */
function windowCharts({windows, target}: Series): Markup | string {
  if (!windows) return '';
  const rows = SPLITS.map(split =>
    windows[split].map((own, at): Panel => {
      const known = own.offsets.map((x, index) => [x, own.values[index]] as const);
      const next = own.targetOffsets.map((x, index) => [x, own.targets[index]] as const);
      return {
        title: `${split}: the ${at === 0 ? 'first' : 'last'} window, known up to ${own.time ?? `row ${own.row}`}`,
        description: `Line chart of ${target} in the ${at === 0 ? 'first' : 'last'} ${split} window, and of what is to be forecast from it.`,
        x: {name: 'rows from its last one'},
        y: {name: ''},
        marks: [
          {kind: 'line', name: target, points: known},
          // From the last known value, so that one target is a line, too.
          {kind: 'line', name: 'target', points: [known[known.length - 1], ...next]},
        ],
      };
    }),
  );
  return markup`${rows.map(panels => markup`<div class="pair">\n${panels.map(panel => chartFigure(panelChart(panel)))}</div>\n`)}`;
}

/** Candles, and their volume below, where the columns are those of candles. */
function candleCharts({candles}: Series): Markup | string {
  if (!candles) return '';
  const {rows, open, high, low, close, volume, times} = candles;
  const labels = times ?? open.map((_, at) => String(at * rows));
  const each = rows > 1 ? `, ${grouped(rows)} rows each` : '';
  const drawn = candlePanels(
    {
      labels,
      candles: open.map((first, at) => ({open: first, high: high[at], low: low[at], close: close[at]})),
      volume,
    },
    {
      candles: {title: `candles${each}`, description: `Candles of all rows${each}.`},
      volume: {
        title: rows > 1 ? `volume, the sum of ${grouped(rows)} rows each` : 'volume',
        description: 'Bars of the volume of the same candles.',
      },
    },
  );
  return markup`${drawn.map(panel => chartFigure(panelChart(panel)))}`;
}

function statisticsSheet({columns, target}: Series): Sheet {
  const names = ['minimum', 'mean', 'deviation', 'maximum'] as const;
  return {
    columns: [
      {name: 'column', align: 'left', role: 'identity', fields: ['column']},
      ...names.map(name => ({name, align: 'right', role: 'metric', fields: [name]}) as const),
    ],
    rows: columns.map(column => ({
      cells: [
        plainCell(column.name === target ? `${column.name} (target)` : column.name),
        ...names.map(name => ({text: shortNumber(column[name]), values: [column[name]]})),
      ],
    })),
    notes: [],
  };
}
