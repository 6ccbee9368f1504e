// Models that search uses, seen from outside: which ones, and how far the vectors of passages have come.
import { z } from 'zod';
import { operation } from '../base/contract.ts';
import { changeIdSchema } from '../base/ids.ts';

/** Why a set of vectors does not grow at the moment. */
export const embeddingWaitSchema = z
  .enum(['model-gone', 'model-changed', 'stopped', 'key-refused', 'unavailable', 'busy', 'wrong-dimension'])
  .meta({ id: 'EmbeddingWait' });
export type EmbeddingWait = z.infer<typeof embeddingWaitSchema>;

const progressSchema = z
  .object({
    startedAt: z.iso.datetime(),
    /** Null: not yet. */
    completedAt: z.iso.datetime().nullable(),
    /** Passages that are searched, and of these: with a vector, of a grade that the model may not receive, not accepted by it. */
    total: z.number().int(),
    done: z.number().int(),
    notAllowed: z.number().int(),
    failed: z.number().int(),
    /** Null: nothing is waited for. */
    waitingFor: embeddingWaitSchema.nullable(),
    retryAt: z.iso.datetime().nullable(),
    /** Of the rest, from how long the others took; null: not known, or nothing is left. */
    secondsLeft: z.number().nullable(),
  })
  .meta({ id: 'EmbeddingProgress' });

export const searchModelsSchema = z
  .object({
    /** Null: search goes by words alone. */
    embedding: z.object({ model: z.string(), dimension: z.number().int(), queryInstruction: z.string() }).nullable(),
    /** Null: nothing is ranked again. */
    rerank: z.string().nullable(),
    progress: progressSchema.nullable(),
    /** Of which model the vectors are that are searched now, which while others are made is another; null: none are. */
    searchedModel: z.string().nullable(),
  })
  .meta({ id: 'SearchModels' });
export type SearchModelsView = z.infer<typeof searchModelsSchema>;

export const searchModelsWishSchema = z.object({
  /** Name of a model that makes vectors; null: search goes by words alone. */
  embedding: z.string().min(1).max(64).nullable(),
  /** Stands before each question, for models that want to be told what it is for. */
  queryInstruction: z.string().max(500).default(''),
  /** Name of a model that ranks; null: none. */
  rerank: z.string().min(1).max(64).nullable().default(null),
  reason: z.string().trim().min(1).max(500).default('-'),
});
export type SearchModelsWish = z.infer<typeof searchModelsWishSchema>;

export const operations = {
  getSearchModels: operation({
    id: 'getSearchModels',
    method: 'GET',
    path: '/api/search-models',
    permission: 'models.read',
    summary: 'Models that search uses, and how far the vectors of passages have come',
    input: z.object({}),
    output: searchModelsSchema,
  }),
  setSearchModels: operation({
    id: 'setSearchModels',
    method: 'PUT',
    path: '/api/search-models',
    permission: 'models.manage',
    summary: 'Choose the models that search uses; an external one waits for a second person',
    input: searchModelsWishSchema,
    output: z.object({ searchModels: searchModelsSchema, changeId: changeIdSchema.nullable() }),
  }),
};
