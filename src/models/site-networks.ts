// Which networks are the site's own: what is in-house stands there. Proposed by who runs the site, approved by who answers for data.
import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { ChangeKind } from '../access/changes/changes.ts';
import { isNetwork } from '../base/address.ts';
import { AppError } from '../base/errors.ts';
import { sameTransaction } from '../store/store.ts';
import { type ModelDatabase, type ModelTransaction, moveVersion, readSiteNetworks } from './models.store.ts';

const payload = z.object({ networks: z.array(z.string()), replaces: z.number().int() });

export function siteNetworksChange(database: ModelDatabase, firstNetworks: readonly string[]): ChangeKind<typeof payload> {
  return {
    kind: 'site-networks',
    payload,
    proposer: 'networks.change',
    approver: 'networks.approve',
    subjectOf: () => 'site',
    async describe({ networks }) {
      const now = (await readSiteNetworks(database))?.networks ?? firstNetworks;
      return {
        zh: `本单位网段改为：${networks.join('、')}（现为：${now.join('、')}）。本单位内的模型只能位于这些网段和本机。`,
        en: `The site's own networks become ${networks.join(', ')} (now ${now.join(', ')}). In-house models stand there or on this machine only.`,
      };
    },
    async check({ networks }) {
      const wrong = networks.filter((network) => !isNetwork(network));
      if (wrong.length > 0)
        throw new AppError('invalid-input', {
          fault: `networks: ${wrong.join(', ')} 不是地址或网段，应如 10.1.0.0/16 is no address or network such as 10.1.0.0/16`,
        });
    },
    async apply(within: Transaction<unknown>, { networks, replaces }, now, { proposedBy, approvedBy }) {
      const transaction: ModelTransaction = sameTransaction(within);
      const number = replaces + 1;
      // Taken already when others were approved in between.
      await transaction
        .insertInto('site_networks')
        .values({ number, networks, created_at: now, proposed_by: proposedBy, approved_by: approvedBy })
        .execute();
      await moveVersion(transaction);
      return { action: 'site-networks-changed', subject: { kind: 'site', id: 'networks' }, details: { version: number, networks } };
    },
  };
}
