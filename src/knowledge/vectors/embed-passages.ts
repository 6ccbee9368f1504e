// The background half of search by meaning: passages of the versions that are searched go to the model batch by batch, each under its own
// grade, and its vectors are kept sealed. What the model may not receive is never sent. Stopped anywhere, it goes on there.
import { setImmediate as breathe } from 'node:timers/promises';
import type { Clock } from '../../base/clock.ts';
import type { Grade } from '../../base/grade.ts';
import { newId, type VectorSetId, vectorBlockIdSchema } from '../../base/ids.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { CallableModel } from '../../models/models.ts';
import type { LibrarySeal } from '../sealed-library.ts';
import type { EmbeddingWait } from '../search-models-contract.ts';
import { type Hindrance, hindranceOf, libraryUse, reach, requestTo, type SearchCalls } from './call-model.ts';
import { packBlock, quantise, type QuantisedVector } from './quantise.ts';
import type { SealedVectors } from './sealed-vectors.ts';
import { readSettings } from './settings.store.ts';
import {
  dropRetired,
  giveLease,
  gradesUpTo,
  idsOf,
  nextPending,
  noteWork,
  passagesAfter,
  type PendingVersion,
  putBlock,
  putDone,
  putWait,
  takeLease,
  type VectorDatabase,
  type VectorSetRow,
} from './vectors.store.ts';

export interface EmbedDependencies {
  readonly database: VectorDatabase;
  readonly sealed: LibrarySeal;
  readonly vectors: SealedVectors;
  readonly models: SearchCalls;
  readonly ledger: Pick<Ledger, 'append'>;
  readonly clock: Clock;
  /** Whether the newest setting still wants this set. */
  readonly isWanted: (set: VectorSetId) => boolean;
  /** Names this process among those that work on one database. */
  readonly worker: string;
  /** Aborted when all stops. */
  readonly signal: AbortSignal;
}

/** What one call carries: enough to keep an endpoint busy, little enough for its limits and for a search that waits behind it. */
const passagesPerCall = 32;
const charactersPerCall = 16_000;
/** A process that is not heard of for so long is dead, and another goes on with its work. */
const leaseSeconds = 20;
const heartbeatMs = 5_000;
const timeouts = { queueMs: 60_000, firstTokenMs: 60_000, betweenTokensMs: 60_000, totalMs: 90_000 };
const retryAfterSeconds = 15;

interface Tally {
  passages: number;
  tokens: number;
  readonly byGrade: Partial<Record<Grade, number>>;
}

/** Works on a set until nothing is left or something stands in the way, which is then on its row. Run twice, it comes to the same. */
export async function embedPassages(dependencies: EmbedDependencies, id: VectorSetId): Promise<void> {
  const { database, worker, clock, signal } = dependencies;
  const { wanted, searched } = await readSettings(database);
  await dropRetired(database, idsOf(wanted, searched));
  if (wanted?.id !== id || !(await takeLease(database, id, worker, leaseSeconds))) return;
  const heartbeat = setInterval(() => void takeLease(database, id, worker, leaseSeconds).catch(() => undefined), heartbeatMs);
  try {
    const end = await embedAll(dependencies, wanted);
    if (end.kind === 'waiting') await putWait(database, id, end.for, retryAfterSeconds);
    if (end.kind === 'done' && !signal.aborted) await putDone(database, id, clock.now());
  } finally {
    clearInterval(heartbeat);
    await giveLease(database, id, worker);
  }
}

type End = { readonly kind: 'done' } | { readonly kind: 'left' } | { readonly kind: 'waiting'; readonly for: EmbeddingWait };

/** `left`: the work is no longer wanted, or is another process's. */
async function embedAll(dependencies: EmbedDependencies, set: VectorSetRow): Promise<End> {
  const { database, models, ledger, isWanted, signal } = dependencies;
  const model = models.snapshot().models.find((one) => one.id === set.model_id);
  if (!model) return { kind: 'waiting', for: 'model-gone' };
  if (model.upstreamName !== set.upstream_name) return { kind: 'waiting', for: 'model-changed' };
  const among = gradesUpTo(model.receives);
  const tally: Tally = { passages: 0, tokens: 0, byGrade: {} };
  const entry = { actor: { kind: 'system', id: 'search' }, subject: { kind: 'model', id: set.model_id } } as const;
  let isBegun = false;
  try {
    // A second time for those that came meanwhile.
    for (let round = 0; round < 2; round += 1) {
      let pending = await nextPending(database, set.id, among, undefined);
      for (; pending; pending = await nextPending(database, set.id, among, pending.id)) {
        if (signal.aborted || !isWanted(set.id)) return { kind: 'left' };
        // Nothing leaves before this stands.
        if (!isBegun) await ledger.append({ ...entry, action: 'passages-embedding', outcome: 'begun', details: { set: set.id } });
        isBegun = true;
        const end = await embedVersion(dependencies, set, model, pending, tally);
        if (end.kind !== 'done') return end;
      }
    }
    return { kind: 'done' };
  } finally {
    if (isBegun) await ledger.append({ ...entry, action: 'passages-embedded', details: { set: set.id, ...tally } });
  }
}

async function embedVersion(
  dependencies: EmbedDependencies,
  set: VectorSetRow,
  model: CallableModel,
  version: PendingVersion,
  tally: Tally,
): Promise<End> {
  const { database, sealed, vectors, worker, signal } = dependencies;
  const title = sealed.document.openTitle(version.documentId, version.title);
  const place = { vector_set_id: set.id, version_id: version.id };
  let { lastOrdinal, embedded, failed } = version;
  for (;;) {
    if (signal.aborted) return { kind: 'left' };
    const passages = upToCharacters(
      (await passagesAfter(database, version.id, lastOrdinal, passagesPerCall)).map((row) => ({
        ...row,
        asked: cut([title, ...sealed.passage.open(row).headingPath, sealed.passage.open(row).text].join('\n'), model.contextTokens),
      })),
    );
    const last = passages.at(-1);
    if (!last) {
      await putBlock(database, version, { ...place, embedded, failed, is_done: true }, undefined);
      return { kind: 'done' };
    }
    const startedAt = performance.now();
    const made = await vectorsOf(
      dependencies,
      set,
      version.grade,
      passages.map(({ asked }) => asked),
      tally,
    );
    // Its grade, or what the model may receive, is another since it was looked for: it is looked for again.
    if (made.kind === 'higher-grade') return { kind: 'done' };
    if (made.kind !== 'made') return made;
    const id = newId(vectorBlockIdSchema);
    const count = made.vectors.filter((vector) => vector !== undefined).length;
    [lastOrdinal, embedded, failed] = [last.ordinal, embedded + count, failed + passages.length - count];
    const block = {
      ...place,
      id,
      last_ordinal: lastOrdinal,
      passage_ids: passages.map((passage) => passage.id),
      vectors: vectors.seal(id, packBlock(made.vectors, set.dimension)),
    };
    if (!(await putBlock(database, version, { ...place, embedded, failed, is_done: false }, block))) return { kind: 'done' };
    if (!(await noteWork(database, set.id, worker, { passages: passages.length, ms: performance.now() - startedAt, leaseSeconds })))
      return { kind: 'left' };
    await breathe();
  }
}

type Made =
  | { readonly kind: 'made'; readonly vectors: readonly (QuantisedVector | undefined)[] }
  | { readonly kind: 'higher-grade' }
  | Exclude<End, { readonly kind: 'done' }>;

/** A text that the model does not accept has no vector; where one of several is the cause they are sent one by one. */
async function vectorsOf(
  dependencies: EmbedDependencies,
  set: VectorSetRow,
  label: Grade,
  texts: readonly string[],
  tally: Tally,
): Promise<Made> {
  const { models, signal } = dependencies;
  const about = {
    modelId: set.model_id,
    ability: 'embeddings',
    scenario: libraryUse,
    priority: 'batch',
    label,
    texts,
    timeouts,
    signal,
  } as const;
  let by: Hindrance;
  const reached = reach(models, about);
  if (reached.kind === 'reached') {
    try {
      const { vectors, usage } = await models.embed(requestTo(reached.model, about));
      if (vectors[0]?.length !== set.dimension) return { kind: 'waiting', for: 'wrong-dimension' };
      tally.passages += texts.length;
      tally.tokens += usage.promptTokens ?? 0;
      tally.byGrade[label] = (tally.byGrade[label] ?? 0) + texts.length;
      return { kind: 'made', vectors: vectors.map(quantise) };
    } catch (error) {
      by = hindranceOf(error);
    }
  } else by = reached.by;
  if (by === 'label-too-high') return { kind: 'higher-grade' };
  if (by === 'late') return { kind: 'left' };
  if (by !== 'rejected' && by !== 'too-long') return { kind: 'waiting', for: by };
  if (texts.length === 1) return { kind: 'made', vectors: [undefined] };
  const vectors: (QuantisedVector | undefined)[] = [];
  for (const text of texts) {
    const made = await vectorsOf(dependencies, set, label, [text], tally);
    if (made.kind !== 'made') return made;
    vectors.push(...made.vectors);
  }
  return { kind: 'made', vectors };
}

/** As many as fit into one call, and one at least. */
function upToCharacters<Passage extends { readonly asked: string }>(passages: readonly Passage[]): Passage[] {
  let characters = 0;
  return passages.filter(({ asked }, index) => {
    characters += asked.length;
    return index === 0 || characters <= charactersPerCall;
  });
}

/** A character is a token at most with the models in use; some servers refuse what is longer than they read. */
function cut(text: string, contextTokens: number | null): string {
  return contextTokens === null ? text : text.slice(0, Math.floor(contextTokens * 0.9));
}
