// Settings of the network: whom to trust and how to get out.
import { resolve } from 'node:path';
import { z } from 'zod';
import { isNetwork, privateNetworks } from './address.ts';

export const networkShape = {
  HENGJIAN_CA_FILE: z
    .string()
    .optional()
    .describe("PEM file with the site's own certificate authorities, believed besides the usual ones by every outgoing connection"),
  HENGJIAN_PROXY: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('HTTP proxy for outgoing calls that leave the site'),
  HENGJIAN_SITE_NETWORKS: networkList()
    .default('')
    .describe("Public networks that are the site's own, separated by commas (203.0.113.0/24); private addresses are so anyway"),
};

export interface NetworkSettings {
  readonly authorityFile?: string;
  readonly proxy?: URL;
  readonly siteNetworks: readonly string[];
}

export function networkSettings({
  HENGJIAN_CA_FILE,
  HENGJIAN_PROXY,
  HENGJIAN_SITE_NETWORKS,
}: z.output<z.ZodObject<typeof networkShape>>): NetworkSettings {
  return {
    ...(HENGJIAN_CA_FILE ? { authorityFile: resolve(HENGJIAN_CA_FILE) } : {}),
    ...(HENGJIAN_PROXY ? { proxy: new URL(HENGJIAN_PROXY) } : {}),
    siteNetworks: [...privateNetworks, ...listed(HENGJIAN_SITE_NETWORKS)],
  };
}

export function networkList(): z.ZodString {
  return z.string().refine((text) => listed(text).every(isNetwork), {
    message: 'must be addresses or networks such as 10.0.0.0/8, separated by commas (应为地址或网段，以逗号分隔)',
  });
}

export function listed(text: string): readonly string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
