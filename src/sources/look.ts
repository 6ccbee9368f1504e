// One look at a source. A file is taken when two looks find it the same, so that one that is still being written is waited for; what
// changed becomes a version of its document; what is gone is told to editors. A place that cannot be read as a whole changes nothing.
import type { Caller } from '../access/access.ts';
import { AppError, systemCode } from '../base/errors.ts';
import { newId, type SourceFileId, sourceFileIdSchema } from '../base/ids.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { maxFileBytes } from '../knowledge/contract.ts';
import type { SealedTextColumn } from '../store/seal/sealed-columns.ts';
import { type Connector, type FoundFile, KeyRefused } from './connector.ts';
import type { SourceFault, StopReason } from './contract.ts';
import { isSameTime } from './folder.ts';
import { changeFile, type KnownFile, knownFiles, type SourceDatabase, type SourceRow } from './sources.store.ts';

export interface LookDependencies {
  readonly database: SourceDatabase;
  readonly path: SealedTextColumn;
  readonly indexOf: (source: SourceRow, path: string) => string;
  readonly knowledge: Pick<Knowledge, 'importFile' | 'noteOriginGone'>;
  /** Asked before each file, since a look may take hours. */
  readonly reasonToStop: (source: SourceRow) => Promise<StopReason | undefined>;
}

const mostFiles = 50_000;

export interface Looked {
  readonly fault: SourceFault | null;
  /** Whether files were seen that the next look will take. */
  readonly isWaiting: boolean;
  readonly stopped?: StopReason;
}

type Followed = 'done' | 'waiting' | 'library-full' | { readonly stopped: StopReason };

export async function look(dependencies: LookDependencies, source: SourceRow, connector: Connector): Promise<Looked> {
  const { database, indexOf, knowledge } = dependencies;
  const found = await listAll(connector);
  if (typeof found === 'string') return { fault: found, isWaiting: false };
  const known = await knownFiles(database, source.id);
  // The mount point of a disk that is gone is an empty folder.
  if (found.length === 0 && [...known.values()].some(({ state }) => state === 'taken')) return { fault: 'empty', isWaiting: false };
  let isWaiting = false;
  // The files that are left wait for a look at which there is room.
  let isFull = false;
  for (const file of found) {
    const index = indexOf(source, file.path);
    const before = known.get(index);
    known.delete(index);
    const followed = await follow({ ...dependencies, isFull }, source, connector, file, before, index);
    if (typeof followed === 'object') return { fault: null, isWaiting: false, ...followed };
    if (followed === 'waiting') isWaiting = true;
    if (followed === 'library-full') isFull = true;
  }
  for (const { id, state, documentId } of known.values()) {
    if (state === 'gone') continue;
    if (documentId === null) await database.deleteFrom('library_source_file').where('id', '=', id).execute();
    else {
      await knowledge.noteOriginGone(documentId, source.id);
      await changeFile(database, id, { state: 'gone', fault: null });
    }
  }
  return isFull ? { fault: 'library-full', isWaiting: false } : { fault: null, isWaiting };
}

async function listAll(connector: Connector): Promise<FoundFile[] | SourceFault> {
  const found: FoundFile[] = [];
  try {
    for await (const file of connector.list()) {
      if (found.length >= mostFiles) return 'too-many';
      found.push(file);
    }
  } catch (error) {
    return error instanceof KeyRefused ? 'key-refused' : 'unreachable';
  }
  return found;
}

interface Following extends LookDependencies {
  /** An earlier file found no room. */
  readonly isFull: boolean;
}

async function follow(
  dependencies: Following,
  source: SourceRow,
  connector: Connector,
  file: FoundFile,
  before: KnownFile | undefined,
  index: string,
): Promise<Followed> {
  const { database, path } = dependencies;
  const seen = { byte_length: file.byteLength, modified_at: file.modifiedAt };
  if (!before) {
    const id = newId(sourceFileIdSchema);
    await database
      .insertInto('library_source_file')
      .values({
        id,
        source_id: source.id,
        path_index: index,
        path: path.seal(id, file.path),
        ...seen,
        state: 'waiting',
        fault: null,
        document_id: null,
      })
      .onConflict((conflict) => conflict.columns(['source_id', 'path_index']).doNothing())
      .execute();
    return 'waiting';
  }
  if (before.byteLength !== file.byteLength || !isSameTime(before.modifiedAt, file.modifiedAt)) {
    await changeFile(database, before.id, { ...seen, state: 'waiting', fault: null });
    return 'waiting';
  }
  return before.state === 'taken' ? 'done' : dependencies.isFull ? 'library-full' : take(dependencies, source, connector, file, before);
}

async function take(
  { database, knowledge, reasonToStop }: LookDependencies,
  source: SourceRow,
  connector: Connector,
  file: FoundFile,
  { id, documentId }: { readonly id: SourceFileId; readonly documentId: KnownFile['documentId'] },
): Promise<Followed> {
  const stopped = await reasonToStop(source);
  if (stopped) return { stopped };
  if (file.byteLength > maxFileBytes) {
    await changeFile(database, id, { state: 'failed', fault: 'too-large' });
    return 'done';
  }
  try {
    const bytes = await connector.read(file);
    if (!bytes) return 'waiting';
    const { document } = await knowledge.importFile(writerOf(source), {
      name: file.path,
      bytes,
      collection: source.collection,
      grade: source.grade,
      documentId: documentId ?? undefined,
      source: source.id,
    });
    await changeFile(database, id, { state: 'taken', fault: null, document_id: document.id });
  } catch (error) {
    const fault = error instanceof AppError ? error.code : systemCode(error);
    if (fault === 'library-full') {
      await changeFile(database, id, { state: 'waiting', fault: null });
      return fault;
    }
    // What is no fault of the file is one of the machine: the job is tried again.
    if (fault === undefined || fault.startsWith('storage')) throw error;
    await changeFile(database, id, { state: 'failed', fault });
  }
  return 'done';
}

/** Writes where the source stands and nowhere else, on record as whoever added it. */
function writerOf({
  added_by,
  department_id,
  access_class_id,
  grade,
  collection_id,
}: SourceRow): Pick<Caller, 'person' | 'by' | 'scope' | 'writing' | 'departmentId'> {
  return {
    person: added_by,
    by: { kind: 'solo' },
    departmentId: department_id,
    scope: [access_class_id],
    writing: {
      scope: [access_class_id],
      allows: (wanted) =>
        wanted.grade === grade &&
        wanted.departmentId === department_id &&
        wanted.collectionId === collection_id &&
        wanted.grants.length === 0,
    },
  };
}
