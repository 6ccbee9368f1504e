// Settings of what operators' own systems are told: figures that they fetch, and traces that they are sent.
import { z } from 'zod';

export const telemetryShape = {
  HENGJIAN_METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{32,200}$/, 'must be 32 to 200 characters without spaces (应为 32 至 200 个字符，不含空格)')
    .optional()
    .describe(
      'Token with which Prometheus fetches `/metrics` (`Authorization: Bearer ...`), 32 characters or more; without it nothing is served there',
    ),
  HENGJIAN_OTLP_URL: z
    .url({ protocol: /^https?$/ })
    .refine((text) => !/[?#]|\/\/[^/]*@/.test(text), 'no user name, query or fragment (不得带用户名、查询或片段)')
    .optional()
    .describe(
      'Collector of OpenTelemetry that is sent traces of runs and model calls by OTLP over HTTP, e.g. `http://10.1.0.9:4318`; http:// in the house only. Metadata alone',
    ),
};

export interface TelemetrySettings {
  readonly metricsToken?: string;
  /** Base address of the collector. */
  readonly otlpUrl?: URL;
}

export function telemetrySettings({
  HENGJIAN_METRICS_TOKEN: metricsToken,
  HENGJIAN_OTLP_URL: otlpUrl,
}: z.output<z.ZodObject<typeof telemetryShape>>): TelemetrySettings {
  return { ...(metricsToken === undefined ? {} : { metricsToken }), ...(otlpUrl === undefined ? {} : { otlpUrl: new URL(otlpUrl) }) };
}
