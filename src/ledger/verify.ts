// Checking a ledger record by record: the form, the numbering, the hash, the chain, the tree at every checkpoint, and the signatures.
// Names the first record that is not the one that was signed. The same for an export and for the database; needs neither.
import { type CheckpointText, fingerprintBytes, openNote } from './checkpoint-note.ts';
import type { LedgerFault, LedgerRecord, Verification } from './contract.ts';
import { type FaultReason, faultOf } from './fault-words.ts';
import { GrowingTree, leafHash, rootCount } from './merkle.ts';
import { commitmentTo, hashOf } from './record.ts';
import type { VerifierKey } from './signing-key.ts';

/** Where the records begin: 0, or where older ones were cut off. */
export interface Start {
  readonly size: number;
  readonly previous: string;
  readonly frontier: readonly string[];
}

export interface VerificationInput {
  readonly origin: string;
  readonly start: Start;
  readonly keys: readonly VerifierKey[];
  /** All notes that count: those that come with the records, and those that were kept elsewhere. */
  readonly notes: readonly string[];
}

/** A record as it stands in an export or in the database. */
export interface StoredRecord {
  readonly hash: string;
  /** The canonical JSON, to the letter. */
  readonly body: string;
  /** What the database repeats of it for searching. */
  readonly repeated?: Pick<LedgerRecord, 'action' | 'actor' | 'subject' | 'outcome'> & { readonly time: string };
}

export interface LedgerCheck {
  take(record: StoredRecord): void;
  /** A personal text that was laid open beside a record already taken. */
  disclose(sequence: number, name: string, salt: string, text: string): void;
  finish(): Verification;
}

type Fields = Pick<LedgerRecord, 'sequence' | 'previous' | 'time' | 'action' | 'actor' | 'subject' | 'outcome' | 'details' | 'commitments'>;

export function createCheck({ origin, start, keys, notes }: VerificationInput): LedgerCheck {
  let fault: LedgerFault | undefined;
  const fail = (sequence: number | null, reason: FaultReason): void => void (fault ??= faultOf(sequence, reason));

  const checkpoints = openAll(notes, keys, origin, fail);
  const printOf = fingerprintsOf(checkpoints);
  const tree = new GrowingTree({ size: start.size, roots: start.frontier.map((root) => Buffer.from(root, 'hex')) });
  const commitments = new Map<number, Fields['commitments']>();
  let previous = start.previous;
  let provedSize = start.size;
  let nextCheckpoint = 0;
  let lastTime = '';
  let counts = { clockWentBack: 0, disclosures: 0 };
  /** Where the last cut on record says that the records begin. */
  let cutSize = 0;
  /** The place whose record is not the one signed, and what stands there instead; judged when all has been seen. */
  let displaced: { readonly sequence: number; readonly found: number | undefined; isLater: boolean } | undefined;

  /** The tree must have the signed root at the size of every checkpoint. */
  function compareRoots(): void {
    for (let one = checkpoints[nextCheckpoint]; one && one.size <= tree.size; one = checkpoints[nextCheckpoint]) {
      nextCheckpoint += 1;
      if (one.size < tree.size) continue;
      if (!tree.root().equals(one.root)) return fail(start.size > 0 ? null : provedSize + 1, start.size > 0 ? 'start' : 'root');
      provedSize = tree.size;
    }
  }

  function isSigned(sequence: number, hash: string): boolean {
    return printOf(sequence) === hash.slice(0, 2 * fingerprintBytes);
  }

  function take({ hash, body, repeated }: StoredRecord): void {
    if (displaced) {
      displaced.isLater ||= isSigned(displaced.sequence, hash) && hashOf(body) === hash;
      return;
    }
    if (fault) return;
    const expected = tree.size + 1;
    const fields = fieldsOf(body);
    const isGenuine = hashOf(body) === hash;
    const print = printOf(expected);
    if (!fields || !isGenuine || fields.sequence !== expected || (print !== undefined && !isSigned(expected, hash))) {
      const found = fields && isGenuine && isSigned(fields.sequence, hash) ? fields.sequence : undefined;
      if (print !== undefined) displaced = { sequence: expected, found, isLater: false };
      else if (fields && isGenuine && fields.sequence > expected) fail(expected, 'gap');
      else fail(expected, 'hash');
      return;
    }
    if (fields.previous !== previous) return expected === start.size + 1 ? fail(null, 'start') : fail(expected, 'chain');
    if (repeated && !agrees(fields, repeated)) return fail(expected, 'columns');
    note(fields, expected);
    previous = hash;
    tree.append(leafHash(Buffer.from(hash, 'hex')));
    compareRoots();
  }

  function note(fields: Fields, sequence: number): void {
    if (fields.time < lastTime) counts = { ...counts, clockWentBack: counts.clockWentBack + 1 };
    lastTime = fields.time;
    if (fields.action === 'ledger-cut' && typeof fields.details['through'] === 'number') cutSize = fields.details['through'];
    if (Object.keys(fields.commitments).length > 0) commitments.set(sequence, fields.commitments);
  }

  if (rootCount(start.size) !== start.frontier.length) fail(null, 'start');
  compareRoots();
  return {
    take,
    disclose(sequence, name, salt, text) {
      if (commitments.get(sequence)?.[name] === commitmentTo(text, salt)) counts = { ...counts, disclosures: counts.disclosures + 1 };
      else if (!displaced) fail(sequence, 'disclosure');
    },
    finish() {
      if (displaced) fail(displaced.sequence, reasonFor(displaced));
      const newest = checkpoints.at(-1)?.size ?? 0;
      if (newest > tree.size) fail(tree.size + 1, 'cut-off');
      if (start.size > cutSize) fail(1, 'cut-unrecorded');
      if (tree.size > provedSize) fail(provedSize + 1, 'unproved');
      return {
        isWhole: fault === undefined,
        fault: fault ?? null,
        records: tree.size - start.size,
        firstSequence: start.size + 1,
        lastSequence: tree.size,
        checkpoints: checkpoints.length,
        keys: keys.map(({ text }) => text),
        ...counts,
      };
    },
  };
}

/** What happened at a place where another record stands than the one signed. */
function reasonFor({ sequence, found, isLater }: { sequence: number; found: number | undefined; isLater: boolean }): FaultReason {
  if (found === undefined) return isLater ? 'inserted' : 'edited';
  if (found < sequence) return isLater ? 'inserted' : 'edited';
  return isLater ? 'reordered' : 'gap';
}

function openAll(
  notes: readonly string[],
  keys: readonly VerifierKey[],
  origin: string,
  fail: (sequence: null, reason: FaultReason) => void,
): CheckpointText[] {
  const opened = notes.flatMap((text) => {
    const result = openNote(text, keys);
    if (result.kind === 'signed' && result.checkpoint.origin === origin) return [result.checkpoint];
    fail(null, result.kind === 'signed' ? 'other-ledger' : result.kind);
    return [];
  });
  return opened.sort((one, other) => one.size - other.size);
}

/** The signed fingerprint of a record in hex, where there is one; quick for numbers in order. */
function fingerprintsOf(checkpoints: readonly CheckpointText[]): (sequence: number) => string | undefined {
  const segments = checkpoints.map(({ fingerprints: { first, bytes } }) => ({
    first,
    last: first + bytes.length / fingerprintBytes - 1,
    bytes,
  }));
  let current = segments[0];
  return (sequence) => {
    if (!current || sequence < current.first || sequence > current.last)
      current = segments.find(({ first, last }) => first <= sequence && sequence <= last) ?? current;
    if (!current || sequence < current.first || sequence > current.last) return undefined;
    const at = (sequence - current.first) * fingerprintBytes;
    return current.bytes.toString('hex', at, at + fingerprintBytes);
  };
}

function agrees(fields: Fields, repeated: NonNullable<StoredRecord['repeated']>): boolean {
  return (
    fields.time === repeated.time &&
    fields.action === repeated.action &&
    fields.outcome === repeated.outcome &&
    fields.actor.kind === repeated.actor.kind &&
    fields.actor.id === repeated.actor.id &&
    fields.subject?.kind === repeated.subject?.kind &&
    fields.subject?.id === repeated.subject?.id
  );
}

/** The form is checked by its parts that are used here: the hash covers the rest, and this has to be quick. */
function fieldsOf(body: string): Fields | undefined {
  try {
    const value = JSON.parse(body) as Partial<Fields> | null;
    const hasForm =
      typeof value?.sequence === 'number' &&
      typeof value.previous === 'string' &&
      typeof value.time === 'string' &&
      typeof value.commitments === 'object' &&
      typeof value.details === 'object' &&
      typeof value.actor === 'object';
    return hasForm ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
}
