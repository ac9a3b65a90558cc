import type {EChartsOption} from 'echarts';
import {LABELS} from '../html/axes.js';
import {panelOption} from './panel-option.js';
import type {Plot} from './plot.js';
import {rowsOf} from './rows-of.js';

const WIDTH = 960;
const HEIGHT = 300;
const TITLE = 34;
const PANEL_TITLE = 22;
const TEXT = '#1d2430';
const FAINT = '#5b6472';
const LINE = '#dfe3e8';

/** A plot as an SVG document, drawn by ECharts without a browser; on white, since nobody knows what it will be laid on. */
export async function plotSvg({title, panels}: Plot): Promise<string> {
  const {init} = await import('./chart-library.js');
  const rows = rowsOf(panels);
  let y = TITLE;
  const parts: string[] = [];
  for (const row of rows) {
    const width = WIDTH / row.length;
    row.forEach((panel, index) => {
      const chart = init(null, null, {renderer: 'svg', ssr: true, width, height: HEIGHT - PANEL_TITLE});
      chart.setOption(themed(panelOption(panel), panel.marks.length > 1));
      const drawn = chart.renderToSVGString().replace(/^<svg /, `<svg x="0" y="${PANEL_TITLE}" `);
      chart.dispose();
      const name = `<text x="12" y="15" font-size="13" fill="${FAINT}">${escaped(panel.title)}</text>`;
      parts.push(
        `<g transform="translate(${index * width} ${y})" role="img" aria-label="${escaped(panel.description)}">${name}${drawn}</g>`,
      );
    });
    y += HEIGHT;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${WIDTH}" height="${y}" viewBox="0 0 ${WIDTH} ${y}" font-family="system-ui, 'DejaVu Sans', sans-serif">
<rect width="${WIDTH}" height="${y}" fill="#ffffff"/>
<text x="12" y="23" font-size="17" fill="${TEXT}">${escaped(title)}</text>
${parts.join('\n')}
</svg>
`;
}

function themed(option: EChartsOption, hasLegend: boolean): EChartsOption {
  const axis = {
    axisLine: {onZero: false, lineStyle: {color: FAINT}},
    axisLabel: {color: FAINT, hideOverlap: true},
    nameTextStyle: {color: FAINT, align: 'left'},
    splitLine: {lineStyle: {color: LINE}},
  };
  return {
    ...option,
    animation: false,
    legend: {show: hasLegend, right: 12, top: 0, itemHeight: 10, textStyle: {color: FAINT}},
    xAxis: {
      ...(option.xAxis as object),
      ...axis,
      axisLabel: {...LABELS, color: FAINT},
      nameTextStyle: {color: FAINT},
    } as NonNullable<EChartsOption['xAxis']>,
    yAxis: {...(option.yAxis as object), ...axis} as NonNullable<EChartsOption['yAxis']>,
  };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
