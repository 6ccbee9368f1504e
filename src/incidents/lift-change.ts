// Lifting a containment takes two people: what was narrowed by one is opened again only when another agrees.
import { z } from 'zod';
import type { ChangeKind } from '../access/changes/changes.ts';
import { AppError } from '../base/errors.ts';
import { containmentIdSchema } from '../base/ids.ts';
import { sameTransaction } from '../store/store.ts';
import { type ContainmentPorts, containmentWords } from './containment.ts';
import { findStanding, markLifted, type Writing } from './incidents.store.ts';
import { type Ground, writeStep } from './steps.ts';

const payload = z.object({ containmentId: containmentIdSchema });

export function liftChange({ ports, ...ground }: Ground & { readonly ports: ContainmentPorts }): ChangeKind<typeof payload> {
  const { tables } = ground.room;
  return {
    kind: 'containment-lift',
    payload,
    proposer: 'incidents.manage',
    approver: 'incidents.lift',
    subjectOf: ({ containmentId }) => containmentId,
    async describe({ containmentId }) {
      const row = await tables.selectFrom('containment').select(['kind', 'target']).where('id', '=', containmentId).executeTakeFirst();
      if (!row) return undefined;
      const words = containmentWords[row.kind];
      return { zh: `解除措施“${words.zh}”，对象 ${row.target}。`, en: `Lift: ${words.en} (${row.target}).` };
    },
    async check({ containmentId }) {
      if (!(await findStanding(tables, containmentId))) throw new AppError('not-found', { what: 'containment 控制措施' });
    },
    async apply(transaction, { containmentId }, now, { approvedBy }) {
      const within: Writing = sameTransaction(transaction);
      const standing = await findStanding(within, containmentId);
      const port = standing && ports[standing.kind];
      if (!standing || !port?.lift) throw new AppError('not-found', { what: 'containment 控制措施' });
      if (!(await markLifted(within, containmentId, now))) throw new AppError('conflict', { fault: '措施已解除 it was lifted already' });
      const actor = { kind: 'person', id: approvedBy } as const;
      const { actor: _, ...lifted } = await port.lift(transaction, standing.target, actor);
      const details = { containment: standing.kind, target: standing.target };
      await writeStep(ground, within, standing.incident_id, actor, { kind: 'lifted', details });
      return lifted;
    },
  };
}
