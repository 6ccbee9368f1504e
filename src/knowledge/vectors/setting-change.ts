// Another choice of models for search. What it sends where is decided by the boundary of each model, for every text anew; that the whole
// library goes to a model outside the house, as far as that may receive it, is for a second person to agree to.
import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { ChangeKind } from '../../access/changes/changes.ts';
import { AppError } from '../../base/errors.ts';
import { modelIdSchema, newId, vectorSetIdSchema } from '../../base/ids.ts';
import type { Entry } from '../../ledger/ledger.ts';
import type { Models } from '../../models/models.ts';
import { sameTransaction } from '../../store/store.ts';
import { readSettings } from './settings.store.ts';
import type { VectorTables } from './vectors.store.ts';

export const settingSchema = z.object({
  embedding: z.object({ modelId: modelIdSchema, upstreamName: z.string(), dimension: z.number().int() }).nullable(),
  queryInstruction: z.string(),
  rerankModelId: modelIdSchema.nullable(),
  /** Number of the setting that it was written against. */
  replaces: z.number().int(),
});
export type Setting = z.infer<typeof settingSchema>;
export type SettingChange = ChangeKind<typeof settingSchema>;

export function settingChange(models: Pick<Models, 'snapshot'>): SettingChange {
  const nameOf = (id: string | undefined): string => models.snapshot().models.find((model) => model.id === id)?.name ?? '-';
  return {
    kind: 'search-models',
    payload: settingSchema,
    proposer: 'models.manage',
    approver: 'models.approve',
    subjectOf: () => 'search-models',
    async describe({ embedding, rerankModelId }) {
      const [first, second] = [nameOf(embedding?.modelId), nameOf(rerankModelId ?? undefined)];
      return {
        zh: `检索改用向量模型“${first}”、重排模型“${second}”：文库中它们可以接收的片段和检索的问题将发送给它们。`,
        en: `Search uses the embedding model ${first} and the rerank model ${second}: passages of the library that they may receive, and what is searched for, are sent to them.`,
      };
    },
    check: async () => {},
    apply: (within: Transaction<unknown>, setting, now) => putSetting(sameTransaction(within), setting, now),
  };
}

/** Fails when another setting came between. Vectors that the same model made are used on. */
export async function putSetting(
  transaction: Transaction<VectorTables>,
  { embedding, queryInstruction, rerankModelId, replaces }: Setting,
  now: Date,
): Promise<Omit<Entry, 'actor'>> {
  const { wanted, searched } = await readSettings(transaction);
  const known = embedding && [wanted, searched].find((set) => set && isMadeBy(set, embedding));
  const setId = embedding && (known?.id ?? newId(vectorSetIdSchema, now.getTime()));
  if (embedding && setId && !known) {
    const { modelId: model_id, upstreamName: upstream_name, dimension } = embedding;
    await transaction
      .insertInto('vector_set')
      .values({ ...emptySet, id: setId, model_id, upstream_name, dimension, created_at: now })
      .execute();
  }
  const { numInsertedOrUpdatedRows: added } = await transaction
    .insertInto('search_models')
    .values({
      number: replaces + 1,
      vector_set_id: setId,
      query_instruction: queryInstruction,
      rerank_model_id: rerankModelId,
      set_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (added !== 1n) throw new AppError('conflict', { fault: '检索模型已另行设置 the models of search were set anew meanwhile' });
  return {
    action: 'search-models-set',
    subject: { kind: 'search-models', id: String(replaces + 1) },
    details: {
      embedding: embedding && { model: embedding.modelId, dimension: embedding.dimension, set: setId },
      rerank: rerankModelId,
    },
  };
}

const emptySet = {
  completed_at: null,
  waiting_for: null,
  retry_at: null,
  worker: null,
  lease_until: null,
  worked_passages: 0,
  worked_ms: 0,
} as const;

function isMadeBy(
  set: { readonly model_id: string; readonly upstream_name: string; readonly dimension: number },
  { modelId, upstreamName, dimension }: NonNullable<Setting['embedding']>,
): boolean {
  return set.model_id === modelId && set.upstream_name === upstreamName && set.dimension === dimension;
}
