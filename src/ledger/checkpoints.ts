// Making checkpoints: what was appended since the last one is added to the tree, the root is signed and kept, and the note is
// written to a separate folder, which is meant to be another machine's or a medium that is written once.
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Selectable } from 'kysely';
import type { Clock } from '../base/clock.ts';
import { AppError, systemCode } from '../base/errors.ts';
import { fingerprintBytes, signNote } from './checkpoint-note.ts';
import type { Checkpoint } from './contract.ts';
import { type LedgerDatabase, type LedgerTables, readHead } from './ledger.store.ts';
import { type Frontier, GrowingTree, leafHash } from './merkle.ts';
import { nodeLevelStep } from './proof.ts';
import { type Signer, verifierOf, type VerifierKey } from './signing-key.ts';

export interface CheckpointDependencies {
  readonly database: LedgerDatabase;
  readonly clock: Clock;
  readonly signer: Signer;
  readonly exportFolder: string;
}

/** Records taken into the tree by one checkpoint at most; many more are covered by several. */
const maxRecordsPerCheckpoint = 4096;

export function originOf(ledgerId: string): string {
  return `hengjian/${ledgerId}`;
}

/** Covers everything on record now. Resolves to the newest checkpoint; nothing as long as the ledger is empty. */
export async function makeCheckpoint(dependencies: CheckpointDependencies): Promise<Checkpoint | undefined> {
  const { database } = dependencies;
  const { ledgerId, sequence } = await readHead(database);
  const origin = originOf(ledgerId);
  for (let covered = (await newestCheckpoint(database))?.size ?? 0; covered < sequence; ) covered = await coverMore(dependencies, origin);
  await exportNotes(dependencies);
  const newest = await newestCheckpoint(database);
  return newest && presentCheckpoint(newest);
}

/** Resolves to the size of the newest checkpoint afterwards, made here or by another replica. */
async function coverMore({ database, clock, signer }: CheckpointDependencies, origin: string): Promise<number> {
  return database.transaction().execute(async (transaction) => {
    const base = await treeSoFar(transaction);
    const rows = await transaction
      .selectFrom('ledger_record')
      .select(['sequence', 'hash'])
      .where('sequence', '>', base.size)
      .orderBy('sequence')
      .limit(maxRecordsPerCheckpoint)
      .execute();
    const last = rows.at(-1);
    if (!last) return base.size;
    const tree = new GrowingTree(base);
    const nodes: LedgerTables['ledger_node'][] = [];
    const prints: Buffer[] = [];
    for (const { hash } of rows) {
      const bytes = Buffer.from(hash, 'hex');
      prints.push(bytes.subarray(0, fingerprintBytes));
      tree.append(leafHash(bytes), (level, index, root) => {
        if (level % nodeLevelStep === 0) nodes.push({ level, index, hash: root.toString('hex') });
      });
    }
    const key = verifierOf(origin, signer);
    const madeAt = clock.now();
    const root = tree.root();
    const fingerprints = { first: base.size + 1, bytes: Buffer.concat(prints) };
    const inserted = await transaction
      .insertInto('ledger_checkpoint')
      .values({
        size: tree.size,
        root: root.toString('base64'),
        frontier: tree.frontier.roots.map((one) => one.toString('hex')),
        note: signNote({ origin, size: tree.size, root, madeAt: madeAt.toISOString(), fingerprints }, key, signer),
        key_name: key.text,
        made_at: madeAt,
        exported_at: null,
      })
      .onConflict((conflict) => conflict.column('size').doNothing())
      .executeTakeFirst();
    // Another replica was faster: it wrote the same nodes.
    if (inserted.numInsertedOrUpdatedRows === 0n) return tree.size;
    if (nodes.length > 0)
      await transaction
        .insertInto('ledger_node')
        .values(nodes)
        .onConflict((conflict) => conflict.columns(['level', 'index']).doNothing())
        .execute();
    await rememberKey(transaction, key, madeAt);
    return tree.size;
  });
}

async function treeSoFar(database: LedgerDatabase): Promise<Frontier> {
  const newest = await newestCheckpoint(database);
  return newest ? frontierOf(newest) : { size: 0, roots: [] };
}

export function frontierOf({ size, frontier }: { readonly size: number; readonly frontier: readonly string[] }): Frontier {
  return { size, roots: frontier.map((root) => Buffer.from(root, 'hex')) };
}

async function rememberKey(database: LedgerDatabase, key: VerifierKey, now: Date): Promise<void> {
  await database
    .insertInto('ledger_key')
    .values({ verifier: key.text, first_used_at: now })
    .onConflict((conflict) => conflict.column('verifier').doNothing())
    .execute();
}

export type CheckpointRow = Selectable<LedgerTables['ledger_checkpoint']>;

async function newestCheckpoint(database: LedgerDatabase): Promise<CheckpointRow | undefined> {
  return database.selectFrom('ledger_checkpoint').selectAll().orderBy('size', 'desc').limit(1).executeTakeFirst();
}

export function presentCheckpoint({ size, root, made_at, key_name, note, exported_at }: CheckpointRow): Checkpoint {
  return { size, root, madeAt: made_at.toISOString(), keyName: key_name, note, isExported: exported_at !== null };
}

/** Writes every note that is not there yet, oldest first; a folder that cannot be written is tried again next time. */
async function exportNotes({ database, clock, exportFolder }: CheckpointDependencies): Promise<void> {
  const waiting = await database
    .selectFrom('ledger_checkpoint')
    .select(['size', 'note'])
    .where('exported_at', 'is', null)
    .orderBy('size')
    .execute();
  for (const { size, note } of waiting) {
    const file = join(exportFolder, `${String(size).padStart(12, '0')}.checkpoint`);
    try {
      await mkdir(exportFolder, { recursive: true });
      await writeFile(`${file}.part`, note, { flush: true });
      await rename(`${file}.part`, file);
    } catch (error) {
      throw new AppError('storage-unwritable', { folder: exportFolder, cause: systemCode(error) ?? 'unknown' }, { cause: error });
    }
    await database.updateTable('ledger_checkpoint').set({ exported_at: clock.now() }).where('size', '=', size).execute();
  }
}
