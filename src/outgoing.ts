// The one door to the network of this installation, and what its settings let it reach; what models and webhooks may be reached is decided
// while it runs.
import type { Config } from './base/config.ts';
import type { Log } from './base/log.ts';
import { readAuthorities } from './egress/authorities.ts';
import { createEgress, type EgressRule } from './egress/egress.ts';
import { webhookRules } from './incidents/notices.ts';
import { recognitionRules } from './knowledge/recognition/text-recognition.ts';
import type { Models } from './models/models.ts';
import { directoryRules } from './sign-in/directory/directory.ts';
import { bucketRules } from './sources/bucket.ts';
import { telemetryRules } from './telemetry/telemetry.ts';

export function openOutgoing(config: Config, log: Log) {
  const { authorityFile, siteNetworks, proxy } = config.network;
  const authorities = readAuthorities(authorityFile);
  const ownRules = rulesOf(config);
  let webhooks = (): readonly EgressRule[] => [];
  let policy: Pick<Models, 'rules' | 'siteNetworks'> = { rules: () => [], siteNetworks: () => siteNetworks };
  const egress = createEgress({
    rules: () => [...ownRules, ...policy.rules(), ...webhooks()],
    log,
    authorities,
    siteNetworks: () => policy.siteNetworks(),
    ...(proxy ? { proxy } : {}),
  });
  return {
    egress,
    authorities,
    /** From then on the policy on models counts too. */
    follow(models: typeof policy): void {
      policy = models;
    },
    /** And the webhooks that are on. */
    tell(rules: typeof webhooks): void {
      webhooks = rules;
    },
  };
}

function rulesOf({ directory, webhook, telemetry, ocr, sources }: Config): EgressRule[] {
  return [
    ...directoryRules(directory),
    ...webhookRules(webhook),
    ...telemetryRules(telemetry),
    ...recognitionRules(ocr),
    ...bucketRules(sources.buckets),
  ];
}
