// The process itself, under the names that Prometheus uses everywhere.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Metrics, Sample } from '../base/metrics.ts';

const resolutionMs = 10;

export function countProcess(metrics: Metrics, version: string): () => void {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  const one = (value: number): Sample[] => [{ labels: [], value }];
  metrics.read({ name: 'hengjian_build_info', help: 'Which version this is.', labels: ['version', 'node'] }, () => [
    { labels: [version, process.version], value: 1 },
  ]);
  metrics.read({ name: 'process_cpu_seconds_total', help: 'CPU time, user and system.', type: 'counter' }, () => {
    const { user, system } = process.cpuUsage();
    return one((user + system) / 1_000_000);
  });
  metrics.read({ name: 'process_resident_memory_bytes', help: 'Memory held.' }, () => one(process.memoryUsage.rss()));
  metrics.read({ name: 'process_start_time_seconds', help: 'When the process began, since 1970.' }, () =>
    one(performance.timeOrigin / 1_000),
  );
  metrics.read({ name: 'nodejs_heap_size_used_bytes', help: 'Of the heap of JavaScript.' }, () => one(process.memoryUsage().heapUsed));
  metrics.read(
    { name: 'nodejs_eventloop_lag_seconds', help: 'How late the event loop was since the last look.', labels: ['quantile'] },
    () => {
      const late = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e9 - resolutionMs / 1_000);
      const samples = [0.5, 0.99].map((share): Sample => ({ labels: [String(share)], value: late(delay.percentile(share * 100)) }));
      delay.reset();
      return samples;
    },
  );
  return () => void delay.disable();
}
