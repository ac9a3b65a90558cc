import {markup} from '../markup.js';
import {panelOption} from '../plot/panel-option.js';
import type {Panel, Plot} from '../plot/plot.js';
import {rowsOf} from '../plot/rows-of.js';
import {zoomable} from './axes.js';
import {type Chart, chartFigure, colorOf} from './chart.js';
import {pageShell} from './page-shell.js';

/** A plot as one HTML file that needs no other file and no network; charts of many rows can be zoomed into. */
export function plotPage({title, panels}: Plot, version: string): string {
  const rows = rowsOf(panels).map(row =>
    row.length === 1
      ? chartFigure(panelChart(row[0]))
      : markup`<div class="pair">\n${row.map(panel => chartFigure(panelChart(panel)))}</div>\n`,
  );
  return pageShell({title, links: [], main: markup`<section>\n${rows}</section>\n`}, version);
}

/** Rows from which on one may want to look closer. */
const MANY = 60;

/** A panel as a chart of a page. */
export function panelChart(panel: Panel): Chart {
  const {title, description, x, marks} = panel;
  const option = panelOption(panel);
  const {grid, dataZoom} = zoomable([]);
  return {
    title,
    description,
    height: 320,
    ...(marks.length > 1 ? {legend: marks.map(({name}, index) => ({name, color: colorOf(index)}))} : {}),
    option:
      (x.labels?.length ?? 0) > MANY ? {...option, ...(grid ? {grid} : {}), ...(dataZoom ? {dataZoom} : {})} : option,
  };
}
