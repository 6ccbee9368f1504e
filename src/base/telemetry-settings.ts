// Settings of what operators' own systems are told: figures that they fetch.
import { z } from 'zod';

export const telemetryShape = {
  HENGJIAN_METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{32,200}$/, 'must be 32 to 200 characters without spaces (应为 32 至 200 个字符，不含空格)')
    .optional()
    .describe(
      'Token with which Prometheus fetches `/metrics` (`Authorization: Bearer ...`), 32 characters or more; without it nothing is served there',
    ),
};

export interface TelemetrySettings {
  readonly metricsToken?: string;
}

export function telemetrySettings({ HENGJIAN_METRICS_TOKEN: token }: z.output<z.ZodObject<typeof telemetryShape>>): TelemetrySettings {
  return token === undefined ? {} : { metricsToken: token };
}
