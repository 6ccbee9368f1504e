// The charts themselves, with the parts of ECharts that they need: loaded when the first one is shown. Drawn on a canvas, tips too, so that nothing
// asks the content security policy for styles.
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { palette } from '../theme.ts';
import type { ChartData } from './chart-data.ts';

use([BarChart, LineChart, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, CanvasRenderer]);

const colours = [palette.teal, palette.markLine, '#5a4a8a', palette.green, palette.seal, '#2f6fae', '#8a5a44', palette.inkFaint];

export interface DrawnChart {
  show(data: ChartData): void;
  end(): void;
}

export function drawChart(place: HTMLElement): DrawnChart {
  const chart = init(place);
  const resizing = new ResizeObserver(() => chart.resize());
  resizing.observe(place);
  return {
    show: (data) => chart.setOption(optionOf(data), { notMerge: true }),
    end() {
      resizing.disconnect();
      chart.dispose();
    },
  };
}

function optionOf({ kind, times, mark, series, write }: ChartData) {
  const text = { color: palette.inkSoft, fontSize: 12 };
  return {
    animation: false,
    color: colours,
    textStyle: { fontFamily: 'inherit' },
    grid: { left: 8, right: 16, top: 40, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    legend: { type: 'plain', top: 0, left: 0, textStyle: text },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      valueFormatter: (value: unknown) => (typeof value === 'number' ? write(value) : '—'),
    },
    xAxis: { type: 'category', data: [...times], axisLabel: text },
    yAxis: { type: 'value', axisLabel: { ...text, formatter: write }, splitLine: { lineStyle: { color: palette.line } } },
    series: series.map(({ name, values }, index) => ({
      name,
      type: kind,
      data: values.map((value) => value ?? '-'),
      ...(mark !== undefined && index === 0 ? { markLine: markAt(mark) } : {}),
      ...(kind === 'bar' ? { stack: 'all' } : { showSymbol: true, symbolSize: 5, connectNulls: false }),
    })),
  };
}

function markAt(place: string) {
  return {
    symbol: 'none',
    silent: true,
    lineStyle: { color: palette.ink, type: 'solid', width: 1.5 },
    label: { show: false },
    data: [{ xAxis: place }],
  };
}
