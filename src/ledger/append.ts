// Putting entries on record. Entries that arrive while others are being written wait and go together: one statement, one commit.
import type { Transaction } from 'kysely';
import type { Clock } from '../base/clock.ts';
import { AppError, type ErrorCode, systemCode } from '../base/errors.ts';
import { sameTransaction } from '../store/store.ts';
import type { Entry } from './contract.ts';
import { type LedgerDatabase, type LedgerTables, lockHead, readHead, writeBehind } from './ledger.store.ts';
import { chainAfter, type DisclosureSeal, type Draft, draftOf, type Head } from './record.ts';

/** Where an entry stands now that it is on record. */
export type Receipt = Head;

export interface Appender {
  append(entry: Entry): Promise<Receipt>;
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
  readonly resolve: (receipt: Receipt) => void;
  readonly reject: (reason: AppError) => void;
}

/** More would only make the statement long; what is left goes with the next one. */
const maxTogether = 500;

export function createAppender(
  database: LedgerDatabase,
  clock: Clock,
  seal: DisclosureSeal,
  onAppended: (count: number) => void,
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
        const receipts = await write(together.map(({ draft }) => draft));
        for (const [index, receipt] of receipts.entries()) together[index]?.resolve(receipt);
        onAppended(together.length);
        if (failing) lastOutage = { ...failing, until: clock.now() };
        failing = undefined;
      } catch (error) {
        seen = undefined;
        failing = { since: failing?.since ?? clock.now(), failures: (failing?.failures ?? 0) + together.length };
        for (const { reject } of together) reject(unavailable(error));
      }
    }
    writing = undefined;
  }

  async function write(drafts: readonly Draft[]): Promise<Receipt[]> {
    const expected = seen ?? (await readHead(database));
    const records = chainAfter(expected, drafts);
    if (!(await writeBehind(database, expected, records))) return writeLocked(drafts);
    return receiptsOf(records.map(({ head }) => head));
  }

  /** Where others append too, waiting for the head comes to an end; guessing might not. */
  async function writeLocked(drafts: readonly Draft[]): Promise<Receipt[]> {
    const receipts = await database.transaction().execute((transaction) => appendDrafts(transaction, drafts));
    return receiptsOf(receipts);
  }

  function receiptsOf(receipts: Receipt[]): Receipt[] {
    seen = receipts.at(-1) ?? seen;
    return receipts;
  }

  return {
    async append(entry) {
      const draft = draftOf(entry, clock.now(), seal);
      return new Promise((resolve, reject) => {
        queue.push({ draft, resolve, reject });
        writing ??= drain();
      });
    },
    async appendWithin(transaction, entry) {
      const draft = draftOf(entry, clock.now(), seal);
      try {
        const [receipt] = await appendDrafts(sameTransaction(transaction), [draft]);
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

async function appendDrafts(transaction: Transaction<LedgerTables>, drafts: readonly Draft[]): Promise<Receipt[]> {
  const head = await lockHead(transaction);
  const records = chainAfter(head, drafts);
  if (!(await writeBehind(transaction, head, records))) throw new Error('the head moved while it was locked');
  return records.map((record) => record.head);
}

function unavailable(error: unknown): AppError {
  // What keeps the whole house from writing has its own sentence.
  if (error instanceof AppError && passedOn.includes(error.code)) return error;
  return new AppError('ledger-unavailable', { cause: systemCode(error) ?? 'unknown' }, { cause: error });
}
