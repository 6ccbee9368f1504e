// Another boundary of a model: proposed by who runs models, approved by who answers for what may leave.
import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { ChangeKind } from '../access/changes/changes.ts';
import { AppError } from '../base/errors.ts';
import { modelIdSchema } from '../base/ids.ts';
import { sameTransaction } from '../store/store.ts';
import { boundaryWords } from './boundary.ts';
import { boundarySchema } from './contract.ts';
import { boundaryColumns, boundaryOf, findModelRow, type ModelDatabase, type ModelTransaction, moveVersion } from './models.store.ts';

const payload = z.object({ modelId: modelIdSchema, boundary: boundarySchema });
export type BoundaryChange = ChangeKind<typeof payload>;

export function boundaryChange(database: ModelDatabase): BoundaryChange {
  return {
    kind: 'model-boundary',
    payload,
    proposer: 'models.manage',
    approver: 'models.approve',
    subjectOf: ({ modelId }) => modelId,
    async describe({ modelId, boundary }) {
      const row = await findModelRow(database, { id: modelId });
      const name = row?.name ?? modelId;
      const after = boundaryWords(boundary);
      if (!row?.approved_at) return { zh: `启用模型“${name}”：${after.zh}。`, en: `Put the model ${name} to use: ${after.en}.` };
      const before = boundaryWords(boundaryOf(row));
      return {
        zh: `把模型“${name}”的边界改为：${after.zh}（现为：${before.zh}）。`,
        en: `Change the boundary of the model ${name} to: ${after.en} (now: ${before.en}).`,
      };
    },
    async check({ modelId }) {
      if (!(await findModelRow(database, { id: modelId }))) throw missing();
    },
    async apply(within: Transaction<unknown>, { modelId, boundary }, now) {
      const transaction: ModelTransaction = sameTransaction(within);
      const row = await findModelRow(transaction, { id: modelId });
      if (!row) throw missing();
      // A key is shown to the address that it was given for.
      const keepsKey = row.url === boundary.url;
      await transaction
        .updateTable('model')
        .set({ ...boundaryColumns(boundary), approved_at: now, ...(keepsKey ? {} : { key: null }) })
        .where('id', '=', modelId)
        .execute();
      await moveVersion(transaction);
      const { url: _, ...said } = boundary;
      return {
        action: 'model-changed',
        subject: { kind: 'model', id: modelId },
        details: { name: row.name, ...said, host: hostOf(boundary.url) },
      };
    },
  };
}

/** Of a base address, for records: a path might say more than they should hold. */
export function hostOf(url: string): string {
  return new URL(url).host;
}

export function missing(): AppError {
  return new AppError('not-found', { what: 'model 模型' });
}
