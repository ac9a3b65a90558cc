import {markup} from '../markup.js';
import type {Plot} from '../plot/plot.js';
import {rowsOf} from '../plot/rows-of.js';
import {chartFigure} from './chart.js';
import {pageShell} from './page-shell.js';
import {panelChart} from './panel-chart.js';

/** A plot as one HTML file that needs no other file and no network; charts of many rows can be zoomed into. */
export function plotPage({title, panels}: Plot, version: string): string {
  const rows = rowsOf(panels).map(row =>
    row.length === 1
      ? chartFigure(panelChart(row[0]))
      : markup`<div class="pair">\n${row.map(panel => chartFigure(panelChart(panel)))}</div>\n`,
  );
  return pageShell({title, links: [], main: markup`<section>\n${rows}</section>\n`}, version);
}
