// Spans on their way to the operator's collector: gathered, sent together through the door out, and given up when it does not take them.
// Nothing waits for it.
import type { ObserveRun } from '../answer/observe-port.ts';
import type { Log } from '../base/log.ts';
import type { Egress, EgressRule } from '../egress/egress.ts';
import { placeAt } from '../egress/egress.ts';
import { exportRequest, type Span } from './otlp.ts';
import { type FindModel, spansOf } from './run-spans.ts';

const purpose = 'telemetry';
const everyMs = 5_000;
/** Also what the end of the process may wait for it. */
const timeoutMs = 5_000;
const maxTogether = 512;
/** More than that is waiting only when the collector is too slow: then new ones are given up. */
const maxWaiting = 4_096;

export interface TraceDependencies {
  readonly url: URL;
  readonly egress: Pick<Egress, 'fetch'>;
  readonly log: Log;
  readonly version: string;
  readonly findModel: FindModel;
}

export interface Traces {
  readonly onRun: ObserveRun;
  /** Sends what waits. */
  stop(): Promise<void>;
}

/** A collector in the house may be reached without encryption, one outside may not. */
export function traceRules(url: URL | undefined): EgressRule[] {
  if (!url) return [];
  return [
    url.protocol === 'http:'
      ? { purpose, zone: 'in-house', plainText: true, ...placeAt(url) }
      : { purpose, zone: 'either', ...placeAt(url) },
  ];
}

export function createTraces({ url, egress, log, version, findModel }: TraceDependencies): Traces {
  const target = new URL(`${url.href.replace(/\/+$/, '')}/v1/traces`);
  const resource = { 'service.name': 'hengjian', 'service.version': version, 'service.instance.id': `${process.pid}` };
  let waiting: Span[] = [];
  let sending: Promise<void> | undefined;

  async function send(): Promise<void> {
    while (waiting.length > 0) {
      const together = waiting.splice(0, maxTogether);
      try {
        const body = exportRequest(together, resource);
        const headers = { 'content-type': 'application/json' };
        const reply = await egress.fetch(purpose, target, { method: 'POST', headers, body, timeoutMs, redirect: 'manual' });
        await reply.body?.cancel();
        if (!reply.ok) log.warn('traces-refused', { spans: together.length, status: reply.status });
      } catch (error) {
        log.error('traces-not-sent', error, { spans: together.length });
        waiting = [];
      }
    }
  }

  const flush = (): Promise<void> => (sending ??= send().finally(() => (sending = undefined)));
  const timer = setInterval(() => void flush(), everyMs).unref();
  return {
    onRun(run) {
      if (waiting.length >= maxWaiting) return;
      waiting.push(...spansOf(run, findModel));
      if (waiting.length >= maxTogether) void flush();
    },
    async stop() {
      clearInterval(timer);
      await flush();
    },
  };
}
