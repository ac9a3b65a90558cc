// Apache ECharts, of which only what some chart draws is taken along: it goes into every page.
import {
  BarChart,
  CandlestickChart,
  CustomChart,
  HeatmapChart,
  LineChart,
  ParallelChart,
  ScatterChart,
} from 'echarts/charts';
import {
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  ParallelComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components';
import {init, use} from 'echarts/core';
import {LegacyGridContainLabel} from 'echarts/features';
import {CanvasRenderer, SVGRenderer} from 'echarts/renderers';

use([
  BarChart,
  CandlestickChart,
  CanvasRenderer,
  CustomChart,
  DataZoomComponent,
  GridComponent,
  HeatmapChart,
  LegacyGridContainLabel,
  LegendComponent,
  LineChart,
  MarkAreaComponent,
  MarkLineComponent,
  ParallelChart,
  ParallelComponent,
  SVGRenderer,
  ScatterChart,
  TooltipComponent,
  VisualMapComponent,
]);

export {init};
