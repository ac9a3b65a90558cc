import type {EChartsOption} from 'echarts';

/** A horizontal axis of rows or times that one can zoom into. */
export function zoomable(labels: readonly string[]): Pick<EChartsOption, 'xAxis' | 'dataZoom' | 'grid' | 'tooltip'> {
  return {
    grid: {left: 8, right: 16, top: 28, bottom: 52, containLabel: true},
    tooltip: {trigger: 'axis'},
    xAxis: {type: 'category', data: [...labels], boundaryGap: false, axisLabel: {hideOverlap: true}},
    dataZoom: [
      {type: 'inside', zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false},
      {type: 'slider', height: 20, bottom: 8, brushSelect: false},
    ],
  };
}
