// Putting entries on record. Entries that arrive while others are being written wait and go together: one statement, one commit.
import type { Transaction } from 'kysely';
import type { Clock } from '../base/clock.ts';
import { AppError, type ErrorCode, systemCode } from '../base/errors.ts';
import { sameTransaction } from '../store/store.ts';
import type { Entry } from './contract.ts';
import { type LedgerDatabase, type LedgerTables, lockHead, readHead, writeBehind } from './ledger.store.ts';
import { chainAfter, type DisclosureSeal, type Draft, draftOf, type Head } from './record.ts';
import { type Alongside, Group } from './rows-with.ts';

/** Where an entry stands now that it is on record. */
export type Receipt = Head;

export interface Appender {
  append(entry: Entry, ...alongside: readonly Alongside[]): Promise<Receipt>;
  appendWithin<Tables>(transaction: Transaction<Tables>, entry: Entry): Promise<Receipt>;
  /** The last time of this process in which nothing could be written, once that is over. */
  outage(): Outage | undefined;
  /** Resolves when nothing waits to be written. */
  settle(): Promise<void>;
}

export interface Outage {
  readonly since: Date;
  readonly until: Date;
  /** Entries that were turned away. */
  readonly failures: number;
}

interface Waiting {
  readonly draft: Draft;
  readonly alongside: readonly Alongside[];
  readonly resolve: (receipt: Receipt) => void;
  readonly reject: (reason: AppError) => void;
}

/** More would only make the statement long; what is left goes with the next one. */
const maxTogether = 500;

export function createAppender(
  database: LedgerDatabase,
  clock: Clock,
  seal: DisclosureSeal,
  onAppended: (count: number, elapsedMs?: number) => void,
): Appender {
  const queue: Waiting[] = [];
  let writing: Promise<void> | undefined;
  /** Where the chain ended when last seen: right unless another replica or transaction has appended since. */
  let seen: Head | undefined;
  let failing: Omit<Outage, 'until'> | undefined;
  let lastOutage: Outage | undefined;

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      const together = queue.splice(0, maxTogether);
      try {
        await writeAndTell(together);
      } catch (error) {
        seen = undefined;
        if (together.length > 1 && isFaultOfOne(error)) await writeEachAlone(together);
        else turnAway(together, error);
      }
    }
    writing = undefined;
  }

  async function writeAndTell(together: readonly Waiting[]): Promise<void> {
    const startedAt = performance.now();
    const receipts = await write(together);
    for (const [index, receipt] of receipts.entries()) together[index]?.resolve(receipt);
    onAppended(together.length, performance.now() - startedAt);
    if (failing) lastOutage = { ...failing, until: clock.now() };
    failing = undefined;
  }

  async function writeEachAlone(together: readonly Waiting[]): Promise<void> {
    for (const one of together) await writeAndTell([one]).catch((error: unknown) => turnAway([one], error));
  }

  function turnAway(together: readonly Waiting[], error: unknown): void {
    seen = undefined;
    failing = { since: failing?.since ?? clock.now(), failures: (failing?.failures ?? 0) + together.length };
    for (const { reject } of together) reject(unavailable(error));
  }

  async function write(together: readonly Waiting[]): Promise<Receipt[]> {
    const drafts = together.map(({ draft }) => draft);
    const group = new Group();
    for (const { alongside } of together) for (const one of alongside) one.join(group);
    const expected = seen ?? (await readHead(database));
    const records = chainAfter(expected, drafts);
    const isWritten = await writeBehind(database, expected, records, group);
    const receipts = isWritten ? records.map(({ head }) => head) : await writeLocked(drafts, group);
    seen = receipts.at(-1) ?? seen;
    return receipts;
  }

  /** Where others append too, waiting for the head comes to an end; guessing might not. */
  async function writeLocked(drafts: readonly Draft[], group: Group): Promise<Receipt[]> {
    return database.transaction().execute((transaction) => appendDrafts(transaction, drafts, group));
  }

  return {
    async append(entry, ...alongside) {
      const draft = draftOf(entry, clock.now(), seal);
      return new Promise((resolve, reject) => {
        queue.push({ draft, alongside, resolve, reject });
        writing ??= drain();
      });
    },
    async appendWithin(transaction, entry) {
      const draft = draftOf(entry, clock.now(), seal);
      try {
        const [receipt] = await appendDrafts(sameTransaction(transaction), [draft], new Group());
        if (!receipt) throw new Error('nothing was written');
        onAppended(1);
        return receipt;
      } catch (error) {
        throw unavailable(error);
      }
    },
    outage: () => lastOutage,
    async settle() {
      await writing;
    },
  };
}

const passedOn: readonly ErrorCode[] = ['database-unreachable', 'database-full', 'database-damaged', 'storage-unwritable'];

async function appendDrafts(transaction: Transaction<LedgerTables>, drafts: readonly Draft[], group: Group): Promise<Receipt[]> {
  const head = await lockHead(transaction);
  const records = chainAfter(head, drafts);
  if (!(await writeBehind(transaction, head, records, group))) throw new Error('the head moved while it was locked');
  return records.map((record) => record.head);
}

/** SQLSTATE classes 22 and 23: a row that the database does not take. The others of its group must not fail with it. */
function isFaultOfOne(error: unknown): boolean {
  return /^2[23]/.test(systemCode(error) ?? '');
}

function unavailable(error: unknown): AppError {
  // What keeps the whole house from writing has its own sentence.
  if (error instanceof AppError && passedOn.includes(error.code)) return error;
  return new AppError('ledger-unavailable', { cause: systemCode(error) ?? 'unknown' }, { cause: error });
}
