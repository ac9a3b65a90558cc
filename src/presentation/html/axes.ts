import type {EChartsOption, XAXisComponentOption} from 'echarts';

type ValueAxis = Extract<XAXisComponentOption, {type?: 'value'}>;

/** Labels of a horizontal axis: none over another, the first and the last one inside of the picture. */
export const LABELS = {
  hideOverlap: true,
  showMinLabel: true,
  showMaxLabel: true,
  alignMinLabel: 'left',
  alignMaxLabel: 'right',
} as const;

/** A horizontal axis of rows or times that one can zoom into. */
export function zoomable(labels: readonly string[]): Pick<EChartsOption, 'xAxis' | 'dataZoom' | 'grid' | 'tooltip'> {
  return {
    grid: {left: 8, right: 16, top: 28, bottom: 52, containLabel: true},
    tooltip: {trigger: 'axis'},
    xAxis: {type: 'category', data: [...labels], boundaryGap: false, axisLabel: LABELS},
    dataZoom: [
      {type: 'inside', zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false},
      {type: 'slider', height: 20, bottom: 8, brushSelect: false},
    ],
  };
}

/** A horizontal axis of a metric, under rows that are named at the left. */
export function alongMetric(
  name: string,
  own: Pick<ValueAxis, 'scale' | 'axisLine'> = {},
): Pick<EChartsOption, 'xAxis' | 'grid' | 'tooltip'> {
  return {
    grid: {left: 8, right: 20, top: 12, bottom: 36, containLabel: true},
    tooltip: {trigger: 'item'},
    xAxis: {type: 'value', ...own, name, nameLocation: 'middle', nameGap: 26, axisLabel: {hideOverlap: true}},
  };
}

/** How high a chart of such rows is. */
export function heightOfRows(rows: number, each = 36): number {
  return 90 + each * rows;
}
