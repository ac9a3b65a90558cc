import {panelOption} from '../plot/panel-option.js';
import type {Panel} from '../plot/plot.js';
import {zoomable} from './axes.js';
import {type Chart, colorOf} from './chart.js';

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
