// The public face of sources: added by editors who may write where their documents shall stand, looked at in the background.
import { actorOf, type Caller } from '../access/access.ts';
import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import { unknownGrade } from '../base/grade.ts';
import { newId, type SourceId, sourceIdSchema } from '../base/ids.ts';
import type { Log } from '../base/log.ts';
import type { SourceSettings } from '../base/source-settings.ts';
import type { Egress } from '../egress/egress.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Jobs } from '../store/jobs.ts';
import type { Seal } from '../store/seal/seal.ts';
import type { Store } from '../store/store.ts';
import type { BucketKey, FileState, Source, SourceFile } from './contract.ts';
import { look, type Looked } from './look.ts';
import { createPlaces } from './places.ts';
import { reasonToStop, type StandingOf, stopSource } from './stop.ts';
import { claimDueSources, countFiles, sourceRows, type SourceRow, type SourceTables } from './sources.store.ts';

export interface SourcesDependencies {
  readonly store: Store;
  readonly seal: Seal;
  readonly jobs: Jobs;
  readonly ledger: Ledger;
  readonly knowledge: Pick<Knowledge, 'importFile' | 'noteOriginGone' | 'claimPlace'>;
  /** What whoever answers for a source may do and write by now. */
  readonly standingOf: StandingOf;
  /** Where the operator allows sources. */
  readonly settings: SourceSettings;
  readonly egress: Pick<Egress, 'fetch'>;
  /** Whether sources are looked at by themselves. */
  readonly isWatching: boolean;
  readonly clock: Clock;
  readonly log: Log;
}

export interface NewSource {
  readonly name: string;
  readonly place: string;
  readonly collection?: string | undefined;
  readonly department?: string | undefined;
  readonly grade?: Source['grade'] | undefined;
  readonly everyMinutes: number;
  /** With a bucket. */
  readonly key?: BucketKey | undefined;
}

export type Sources = Awaited<ReturnType<typeof createSources>>;

const lookQueue = 'look-at-source';
const dueEveryMs = 5_000;
/** What was seen for the first time, or is still being written, is looked at again soon. */
const soonMs = 15_000;
const mostFilesShown = 200;

export async function createSources({
  store,
  seal,
  jobs,
  ledger,
  knowledge,
  standingOf,
  settings,
  egress,
  isWatching,
  clock,
  log,
}: SourcesDependencies) {
  const database = store.tables<SourceTables>();
  const path = seal.columns.text({ table: 'library_source_file', column: 'path', purpose: 'library' });
  const keys = seal.columns.text({ table: 'library_source', column: 'access_key', purpose: 'sources' });
  const places = createPlaces({ settings, egress, keys });
  const sealedKey = (id: SourceId, key: BucketKey | undefined) => (key ? { access_key: keys.seal(id, JSON.stringify(key)) } : {});
  const indexOf = ({ id }: SourceRow, name: string): string => seal.hash('document-names', `source ${id} ${name}`);

  const lookAt = async (id: SourceId): Promise<void> => {
    const [source] = await sourceRows(database, 'all', id);
    if (!source || source.is_paused || source.stopped_at) return;
    const mayNot = await reasonToStop(standingOf, source);
    if (mayNot) return stopSource({ database, ledger }, source, mayNot, clock.now());
    const connector = await places.connect(source);
    const looked: Looked = connector
      ? await look({ database, path, indexOf, knowledge, reasonToStop: (one) => reasonToStop(standingOf, one) }, source, connector)
      : { fault: 'not-allowed', isWaiting: false };
    const now = clock.now();
    if (looked.stopped) await stopSource({ database, ledger }, source, looked.stopped, now);
    const due = new Date(
      now.getTime() + (looked.isWaiting ? Math.min(soonMs, source.every_minutes * 60_000) : source.every_minutes * 60_000),
    );
    await database
      .updateTable('library_source')
      .set({ looked_at: now, fault: looked.fault, look_due_at: due })
      .where('id', '=', id)
      .execute();
  };
  await jobs.start({ name: lookQueue, work: (subject) => lookAt(subject as SourceId) });
  const lookAtDue = async (): Promise<void> => {
    for (const id of await claimDueSources(database, clock.now())) await jobs.enqueue(lookQueue, id);
  };
  let looking: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    if (isWatching) looking = looking.then(lookAtDue).catch((error: unknown) => log.error('sources-not-looked-at', error));
  }, dueEveryMs).unref();

  const mayChange = ({ writing }: Caller, { access_class_id: id }: SourceRow): boolean =>
    writing.scope === 'all' || writing.scope.includes(id);
  const show = async (caller: Caller, rows: readonly SourceRow[]): Promise<Source[]> => {
    const files = await countFiles(
      database,
      rows.map(({ id }) => id),
    );
    return rows.map((row) => present(row, files.get(row.id), mayChange(caller, row)));
  };
  const mustFind = async (caller: Caller, id: SourceId): Promise<SourceRow> => {
    const [row] = await sourceRows(database, caller.scope, id);
    if (!row) throw new AppError('not-found', { what: 'source 来源' });
    return row;
  };
  const mustChange = async (caller: Caller, id: SourceId): Promise<SourceRow> => {
    const row = await mustFind(caller, id);
    if (!mayChange(caller, row)) throw new AppError('permission-denied');
    return row;
  };
  const one = async (caller: Caller, id: SourceId): Promise<Source> => {
    const [source] = await show(caller, await sourceRows(database, 'all', id));
    if (!source) throw new AppError('not-found', { what: 'source 来源' });
    return source;
  };

  return {
    list: async (caller: Caller) => ({
      sources: await show(caller, await sourceRows(database, caller.scope)),
      folders: [...settings.folders],
      buckets: settings.buckets.map(({ href }) => href),
    }),
    async add(caller: Caller, { name, place: wanted, everyMinutes, key, ...where }: NewSource): Promise<Source> {
      const { kind, place } = await places.check(wanted, key);
      const { accessClassId } = await knowledge.claimPlace(caller, { ...where, grade: where.grade ?? unknownGrade });
      const now = clock.now();
      const id = newId(sourceIdSchema, now.getTime());
      await database.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('library_source')
          .values({
            id,
            name,
            kind,
            place,
            ...sealedKey(id, key),
            access_class_id: accessClassId,
            every_minutes: everyMinutes,
            added_by: caller.person,
            added_at: now,
            look_due_at: now,
          })
          .execute();
        await ledger.appendWithin(transaction, {
          action: 'source-added',
          actor: actorOf(caller),
          subject: { kind: 'source', id },
          details: { accessClass: accessClassId, everyMinutes },
          personal: { name, place },
        });
      });
      // The class may be new, and no caller has it in his scope before the next request.
      return { ...(await one(caller, id)), mayChange: true };
    },
    async change(
      caller: Caller,
      id: SourceId,
      { isPaused, everyMinutes, key }: { isPaused?: boolean | undefined; everyMinutes?: number | undefined; key?: BucketKey | undefined },
    ) {
      const row = await mustChange(caller, id);
      if (key) await places.check(row.place, key);
      // Who goes on with it answers for it.
      const isTakenOver = row.stopped_at !== null && isPaused === false;
      const taken = isTakenOver ? { added_by: caller.person, stopped_at: null, stopped_because: null } : {};
      const next = { is_paused: isPaused ?? row.is_paused, every_minutes: everyMinutes ?? row.every_minutes };
      await database.transaction().execute(async (transaction) => {
        await transaction
          .updateTable('library_source')
          .set({ ...next, ...taken, ...sealedKey(id, key), look_due_at: clock.now() })
          .where('id', '=', id)
          .execute();
        await ledger.appendWithin(transaction, {
          action: 'source-changed',
          actor: actorOf(caller),
          subject: { kind: 'source', id },
          details: { isPaused: next.is_paused, everyMinutes: next.every_minutes, isTakenOver, isKeyReplaced: key !== undefined },
        });
      });
      return one(caller, id);
    },
    /** Soon, unless it has just been done: two looks at once would not tell what is still being written. */
    async look(caller: Caller, id: SourceId): Promise<Source> {
      const { looked_at: last, stopped_at: stopped } = await mustChange(caller, id);
      if (stopped) throw new AppError('conflict', { fault: '来源已停止，请先接手并继续 the source was stopped: go on with it first' });
      if (!last || clock.now().getTime() - last.getTime() >= dueEveryMs) await jobs.enqueue(lookQueue, id);
      return one(caller, id);
    },
    /** Resolves when the look is over. */
    lookAt,
    async remove(caller: Caller, id: SourceId): Promise<void> {
      const { name } = await mustChange(caller, id);
      await database.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('library_source').where('id', '=', id).execute();
        await ledger.appendWithin(transaction, {
          action: 'source-removed',
          actor: actorOf(caller),
          subject: { kind: 'source', id },
          personal: { name },
        });
      });
    },
    async files(caller: Caller, id: SourceId, state: FileState): Promise<SourceFile[]> {
      await mustFind(caller, id);
      const rows = await database
        .selectFrom('library_source_file')
        .selectAll()
        .where('source_id', '=', id)
        .where('state', '=', state)
        .orderBy('id', 'desc')
        .limit(mostFilesShown)
        .execute();
      return rows.map((row) => ({
        path: path.open(row.id, row.path),
        byteLength: Number(row.byte_length),
        modifiedAt: row.modified_at.toISOString(),
        state: row.state,
        fault: row.fault,
        documentId: row.document_id,
      }));
    },
    /** Queues looks at what is due. */
    lookAtDue,
    async stop(): Promise<void> {
      clearInterval(timer);
      await looking;
    },
  };
}

function present(row: SourceRow, files: Source['files'] | undefined, mayChange: boolean): Source {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    place: row.place,
    collection: row.collection,
    department: row.department ?? '',
    grade: row.grade,
    everyMinutes: row.every_minutes,
    isPaused: row.is_paused,
    lookedAt: row.looked_at?.toISOString() ?? null,
    lookDueAt: row.look_due_at.toISOString(),
    fault: row.fault,
    stopped: row.stopped_at && row.stopped_because && { at: row.stopped_at.toISOString(), because: row.stopped_because },
    files: files ?? { waiting: 0, taken: 0, failed: 0, gone: 0 },
    mayChange,
  };
}
