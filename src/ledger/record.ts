// From an entry to a record in the chain.
import { createHmac, hash, randomBytes } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import { type Entry, entrySchema, type LedgerRecord } from './contract.ts';

/** Where a chain stands: the next record has the next sequence number and names this hash. */
export interface Head {
  readonly sequence: number;
  readonly hash: string;
}

/** What stands in place of the hash before the first record. */
export const noHash = '0'.repeat(64);

/** Personal texts are kept sealed where the house has keys. */
export interface DisclosureSeal {
  seal(text: string): string | Promise<string>;
  open(sealed: string): string | Promise<string>;
}

interface Disclosure {
  readonly name: string;
  readonly salt: string;
  /** Sealed. */
  readonly value: string;
}

/** An entry that has everything but its place in the chain. */
export interface Draft {
  readonly content: Omit<LedgerRecord, 'sequence' | 'previous'>;
  readonly disclosures: readonly Disclosure[];
}

export interface ChainedRecord extends Draft {
  readonly head: Head;
  readonly body: string;
}

const saltBytes = 32;

/** Checks the entry and replaces its personal texts by commitments. */
export async function draftOf(entry: Entry, time: Date, seal: DisclosureSeal | undefined): Promise<Draft> {
  const { personal, ...said } = entrySchema.parse(entry);
  const committed = await Promise.all(
    Object.entries(personal).map(async ([name, text]) => {
      const salt = randomBytes(saltBytes).toString('hex');
      return { name, salt, commitment: commitmentTo(text, salt), value: seal ? await seal.seal(text) : text };
    }),
  );
  return {
    content: {
      ...said,
      time: time.toISOString(),
      commitments: Object.fromEntries(committed.map(({ name, commitment }) => [name, commitment])),
    },
    disclosures: committed.map(({ name, salt, value }) => ({ name, salt, value })),
  };
}

/** HMAC-SHA-256 of the text under the salt: hides the text even from somebody who guesses, once the salt is erased. */
export function commitmentTo(text: string, salt: string): string {
  return createHmac('sha256', Buffer.from(salt, 'hex')).update(text, 'utf8').digest('hex');
}

/** Puts drafts behind a head, each naming the hash of the one before. */
export function chainAfter(head: Head, drafts: readonly Draft[]): ChainedRecord[] {
  let { sequence, hash: previous } = head;
  return drafts.map((draft) => {
    sequence += 1;
    const body = canonicalJson({ ...draft.content, sequence, previous } satisfies LedgerRecord);
    previous = hashOf(body);
    return { ...draft, head: { sequence, hash: previous }, body };
  });
}

/** SHA-256 of the canonical JSON of a record, in hex. */
export function hashOf(body: string): string {
  return hash('sha256', body);
}
