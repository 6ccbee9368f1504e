// Settings of incidents: where others are told of them.
import { resolve } from 'node:path';
import { z } from 'zod';

export const incidentShape = {
  HENGJIAN_INCIDENT_WEBHOOK: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Address that is told when an incident is opened, contained or closed; http:// on this machine only'),
  HENGJIAN_INCIDENT_WEBHOOK_SECRET_FILE: z
    .string()
    .min(1)
    .optional()
    .describe('File with the secret under which what is sent to HENGJIAN_INCIDENT_WEBHOOK is signed (HMAC-SHA-256), 32 characters or more'),
};
type Settings = z.output<z.ZodObject<typeof incidentShape>>;

export interface WebhookSettings {
  readonly url: URL;
  readonly secretFile: string;
}

export function webhookFaults(settings: Settings): string[] {
  const { HENGJIAN_INCIDENT_WEBHOOK: url, HENGJIAN_INCIDENT_WEBHOOK_SECRET_FILE: file } = settings;
  return (url === undefined) === (file === undefined)
    ? []
    : ['HENGJIAN_INCIDENT_WEBHOOK, HENGJIAN_INCIDENT_WEBHOOK_SECRET_FILE: set both or none (两项须同时设置)'];
}

export function webhookSettings(settings: Settings): WebhookSettings | undefined {
  const { HENGJIAN_INCIDENT_WEBHOOK: url, HENGJIAN_INCIDENT_WEBHOOK_SECRET_FILE: file } = settings;
  return url === undefined || file === undefined ? undefined : { url: new URL(url), secretFile: resolve(file) };
}
