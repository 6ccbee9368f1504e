// What is counted for Prometheus, and the hooks that count it.
import type { ObserveRun } from '../answer/observe-port.ts';
import { createMetrics } from '../base/metrics.ts';
import { countProcess } from './process-metrics.ts';
import { type WatchedRooms, watchRooms } from './room-metrics.ts';
import { countRuns } from './run-metrics.ts';
import type { FindModel } from './run-spans.ts';

export interface AnsweredRequest {
  /** Of the operation; `pages` and `other` stand for what is none. */
  readonly operation: string;
  readonly status: number;
  /** To the end of the reply, or of its head where it is a stream of events. */
  readonly elapsedMs: number;
}

export interface Counting {
  readonly onRun: ObserveRun;
  readonly hooks: {
    readonly onRequest: (request: AnsweredRequest) => void;
    readonly onAppended: (records: number, elapsedMs?: number) => void;
    readonly metrics: { readonly token: string; readonly text: () => Promise<string> };
  };
  watch(rooms: WatchedRooms): void;
  stop(): void;
}

export function startCounting(token: string, version: string, findModel: FindModel): Counting {
  const metrics = createMetrics();
  const requests = metrics.counter({
    name: 'hengjian_http_requests_total',
    help: 'Requests answered; status 499: the client went away.',
    labels: ['operation', 'status'],
  });
  const durations = metrics.histogram({
    name: 'hengjian_http_request_duration_seconds',
    help: 'From the request to the end of the reply, or of its head for streams of events under /api.',
    labels: ['operation'],
    bounds: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
  });
  const batches = metrics.histogram({
    name: 'hengjian_ledger_batch_records',
    help: 'Records of the ledger written with one commit.',
    bounds: [1, 2, 5, 10, 20, 50, 100, 200, 500],
  });
  const appends = metrics.histogram({
    name: 'hengjian_ledger_append_seconds',
    help: 'Time of one commit of the ledger, without the wait for the one before.',
    bounds: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
  });
  const stop = countProcess(metrics, version);
  return {
    onRun: countRuns(metrics, (id) => findModel(id)?.name ?? 'removed'),
    hooks: {
      onRequest({ operation, status, elapsedMs }) {
        requests.add([operation, String(status)]);
        durations.observe([operation], elapsedMs / 1_000);
      },
      onAppended(records, elapsedMs) {
        batches.observe([], records);
        if (elapsedMs !== undefined) appends.observe([], elapsedMs / 1_000);
      },
      metrics: { token, text: metrics.text },
    },
    watch: (rooms) => watchRooms(metrics, rooms),
    stop,
  };
}
