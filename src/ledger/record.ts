// From an entry to a record in the chain.
import { createHmac, createSecretKey, hash } from 'node:crypto';
import { z } from 'zod';
import { newId } from '../base/ids.ts';
import { randomBytes } from '../base/random.ts';
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
  seal(row: string, text: string): string;
  open(row: string, sealed: string): string;
}

interface Disclosure {
  readonly id: string;
  readonly name: string;
  /** Salt and text, sealed. */
  readonly value: string;
}

/** An entry that has everything but its place in the chain. */
export interface Draft {
  readonly content: Pick<LedgerRecord, 'time' | 'action' | 'actor' | 'subject' | 'outcome'>;
  /** Its canonical JSON: members are in the order of their names, and `previous` and `sequence` stand between these two. */
  readonly json: { readonly before: string; readonly after: string };
  readonly disclosures: readonly Disclosure[];
}

export interface ChainedRecord extends Draft {
  readonly head: Head;
  readonly body: string;
}

const saltBytes = 32;
/** Printable ASCII without spaces. */
const noSentence = /^[\x21-\x7e]*$/;

/** Replaces personal texts by commitments. Fails where something but a personal text is a sentence. */
export function draftOf(entry: Entry, time: Date, seal: DisclosureSeal): Draft {
  const { personal = {}, actor, action, subject = null, outcome = 'done', details = {} } = entry;
  const committed = Object.entries(personal).map(([name, text]) => {
    const id = newId(disclosureIdSchema, time.getTime());
    const salt = randomBytes(saltBytes).toString('hex');
    return { id, name, commitment: commitmentTo(text, salt), value: seal.seal(id, JSON.stringify({ salt, text })) };
  });
  const commitments = Object.fromEntries(committed.map(({ name, commitment }) => [name, commitment]));
  const last = { subject, time: time.toISOString() };
  const json = {
    before: canonicalJson({ action, actor, commitments, details, outcome }).slice(0, -1),
    after: canonicalJson(last).slice(1),
  };
  // Canonical JSON puts no space in, so one look tells whether ids and codes are all that there is; the schema tells what else there is.
  if (!noSentence.test(json.before) || !noSentence.test(json.after)) entrySchema.parse(entry);
  return {
    content: { action, actor, outcome, ...last },
    json,
    disclosures: committed.map(({ id, name, value }) => ({ id, name, value })),
  };
}

const disclosureIdSchema = z.uuid();
const saltedSchema = z.object({ salt: z.string(), text: z.string() });

/** What stands beside a record, opened. */
export function openDisclosure({ id, value }: Pick<Disclosure, 'id' | 'value'>, seal: DisclosureSeal): z.infer<typeof saltedSchema> {
  return saltedSchema.parse(JSON.parse(seal.open(id, value)));
}

/** HMAC-SHA-256 of the text under the salt: hides the text even from somebody who guesses, once the salt is erased. */
export function commitmentTo(text: string, salt: string): string {
  return createHmac('sha256', createSecretKey(salt, 'hex')).update(text, 'utf8').digest('hex');
}

/** Puts drafts behind a head, each naming the hash of the one before. */
export function chainAfter(head: Head, drafts: readonly Draft[]): ChainedRecord[] {
  let { sequence, hash: previous } = head;
  return drafts.map((draft) => {
    sequence += 1;
    const { before, after } = draft.json;
    const body = `${before},"previous":"${previous}","sequence":${sequence},${after}`;
    previous = hashOf(body);
    return { ...draft, head: { sequence, hash: previous }, body };
  });
}

/** SHA-256 of the canonical JSON of a record, in hex. */
export function hashOf(body: string): string {
  return hash('sha256', body);
}
