// Telemetry: what other rooms do is counted here, for systems of the operator.
import type { ObserveRun } from '../answer/observe-port.ts';
import type { Log } from '../base/log.ts';
import type { TelemetrySettings } from '../base/telemetry-settings.ts';
import type { Egress, EgressRule } from '../egress/egress.ts';
import { type AnsweredRequest, startCounting } from './counting.ts';
import type { WatchedRooms } from './room-metrics.ts';
import type { FindModel } from './run-spans.ts';
import { createTraces, traceRules } from './traces.ts';

/** Hooks for other rooms; none where nothing is set. */
export interface Telemetry {
  readonly onRun?: ObserveRun;
  readonly onRequest?: (request: AnsweredRequest) => void;
  readonly onAppended?: (records: number, elapsedMs?: number) => void;
  /** For the door. */
  readonly metrics?: { readonly token: string; readonly text: () => Promise<string> };
  /** What is looked at when figures are fetched. */
  watch(rooms: WatchedRooms): void;
  stop(): Promise<void>;
}

export interface TelemetryDependencies {
  readonly settings: TelemetrySettings;
  readonly version: string;
  readonly egress: Pick<Egress, 'fetch'>;
  readonly log: Log;
}

export function telemetryRules({ otlpUrl }: TelemetrySettings): EgressRule[] {
  return traceRules(otlpUrl);
}

export function createTelemetry({ settings: { metricsToken, otlpUrl }, version, egress, log }: TelemetryDependencies): Telemetry {
  let watched: WatchedRooms | undefined;
  const findModel: FindModel = (id) => watched?.models.snapshot().models.find((model) => model.id === id);
  const counting = metricsToken === undefined ? undefined : startCounting(metricsToken, version, findModel);
  const traces = otlpUrl && createTraces({ url: otlpUrl, egress, log, version, findModel });
  const observers = [counting?.onRun, traces?.onRun].filter((one) => one !== undefined);
  return {
    ...counting?.hooks,
    ...(observers.length === 0 ? {} : { onRun: (run) => observers.forEach((observe) => observe(run)) }),
    watch(rooms) {
      watched = rooms;
      counting?.watch(rooms);
    },
    async stop() {
      counting?.stop();
      await traces?.stop();
    },
  };
}
