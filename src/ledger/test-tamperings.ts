// Tampering with an export of the ledger in every way that somebody without the key has, and what a verifier must say of it.
import { canonicalJson } from './canonical-json.ts';
import type { LedgerFault, LedgerRecord } from './contract.ts';
import { hashOf } from './record.ts';
import { openNote, signNote } from './checkpoint-note.ts';
import { GrowingTree, leafHash } from './merkle.ts';
import { parseVerifier, signerOf, verifierOf } from './signing-key.ts';

/** A whole number from 0 up to, not including, `limit`. */
export type Below = (limit: number) => number;

export interface Tampered {
  readonly way: string;
  readonly lines: readonly string[];
  /** Given to the verifier besides. */
  readonly notes: readonly string[];
  readonly keys: readonly string[];
  /** What must be found: the first record that is not what was signed, and one of these kinds. */
  readonly sequence: number | null;
  readonly kinds: readonly LedgerFault['kind'][];
}

interface Export {
  readonly head: readonly string[];
  readonly records: readonly LedgerRecord[];
}

type Tampering = (source: Export, below: Below) => Omit<Tampered, 'way' | 'notes' | 'keys'> & Partial<Pick<Tampered, 'notes' | 'keys'>>;

const ways: Readonly<Record<string, Tampering>> = {
  'a field edited': (source, below) => {
    const at = below(source.records.length);
    const lines = source.records.map(lineOf);
    lines[at] = withHash(edited(recordAt(source, at), below), hashOf(canonicalJson(recordAt(source, at))));
    return { lines: [...source.head, ...lines], sequence: at + 1, kinds: ['edited'] };
  },
  'a field edited, its hash computed anew': (source, below) => {
    const at = below(source.records.length);
    const lines = source.records.map(lineOf);
    lines[at] = lineOf(edited(recordAt(source, at), below));
    // A number that was edited to that of a later record looks like a gap.
    return { lines: [...source.head, ...lines], sequence: at + 1, kinds: ['edited', 'deleted', 'inserted'] };
  },
  'a field edited, all hashes computed anew': (source, below) => {
    const at = below(source.records.length);
    const { sequence, previous, ...rest } = recordAt(source, at);
    const changed = { ...edited(rest, below), sequence, previous };
    return { lines: [...source.head, ...rechained(replaced(source.records, at, [changed]), at)], sequence: at + 1, kinds: ['edited'] };
  },
  'a hash edited': (source, below) => {
    const at = below(source.records.length);
    const lines = source.records.map(lineOf);
    const hash = hashOf(canonicalJson(recordAt(source, at)));
    const place = below(hash.length);
    const digit = ((Number.parseInt(hash.charAt(place), 16) + 1 + below(15)) % 16).toString(16);
    lines[at] = withHash(recordAt(source, at), hash.slice(0, place) + digit + hash.slice(place + 1));
    return { lines: [...source.head, ...lines], sequence: at + 1, kinds: ['edited'] };
  },
  'white space added': (source, below) => {
    const at = below(source.records.length);
    const lines = source.records.map(lineOf);
    lines[at] = (lines[at] ?? '').replace('"action":', '"action": ');
    return { lines: [...source.head, ...lines], sequence: at + 1, kinds: ['edited'] };
  },
  'a line broken': (source, below) => {
    const at = below(source.records.length);
    const lines = source.records.map(lineOf);
    lines[at] = (lines[at] ?? '').slice(0, 1 + below(100));
    return { lines: [...source.head, ...lines], sequence: at + 1, kinds: ['edited'] };
  },
  'records deleted': (source, below) => {
    const at = below(source.records.length - 4);
    return { lines: [...source.head, ...without(source.records, at, 1 + below(3)).map(lineOf)], sequence: at + 1, kinds: ['deleted'] };
  },
  'records deleted, the rest numbered and hashed anew': (source, below) => {
    const at = below(source.records.length - 4);
    const left = without(source.records, at, 1 + below(3));
    return { lines: [...source.head, ...rechained(left, at)], sequence: at + 1, kinds: ['edited', 'deleted'] };
  },
  'a copy inserted': (source, below) => {
    const at = 1 + below(source.records.length - 1);
    const copy = recordAt(source, below(at));
    const records = [...source.records.slice(0, at), copy, ...source.records.slice(at)];
    return { lines: [...source.head, ...records.map(lineOf)], sequence: at + 1, kinds: ['inserted'] };
  },
  'a made-up record inserted': (source, below) => {
    const at = below(source.records.length);
    const lines = source.records.map(lineOf);
    const madeUp = lineOf(edited(recordAt(source, at), below));
    return { lines: [...source.head, ...lines.slice(0, at), madeUp, ...lines.slice(at)], sequence: at + 1, kinds: ['inserted'] };
  },
  'a made-up record inserted, the rest numbered and hashed anew': (source, below) => {
    const at = below(source.records.length);
    const madeUp = { ...recordAt(source, at), actor: { kind: 'person' as const, id: 'somebody-else' } };
    const records = [...source.records.slice(0, at), madeUp, ...source.records.slice(at)];
    return { lines: [...source.head, ...rechained(records, at)], sequence: at + 1, kinds: ['edited', 'inserted'] };
  },
  'two records exchanged': (source, below) => {
    const at = below(source.records.length - 1);
    const other = at + 1 + below(source.records.length - at - 1);
    const lines = source.records.map(lineOf);
    [lines[at], lines[other]] = [lines[other] ?? '', lines[at] ?? ''];
    return { lines: [...source.head, ...lines], sequence: at + 1, kinds: ['reordered'] };
  },
  'two records exchanged, all numbered and hashed anew': (source, below) => {
    const at = below(source.records.length - 1);
    const other = at + 1 + below(source.records.length - at - 1);
    const records = [...source.records];
    [records[at], records[other]] = [recordAt(source, other), recordAt(source, at)];
    return { lines: [...source.head, ...rechained(records, at)], sequence: at + 1, kinds: ['edited', 'reordered'] };
  },
  'the tail cut off': (source, below) => {
    const at = below(source.records.length);
    return { lines: [...source.head, ...source.records.slice(0, at).map(lineOf)], sequence: at + 1, kinds: ['cut-off'] };
  },
  'the tail cut off with the later checkpoints, one of which was kept elsewhere': (source, below) => {
    const at = below(source.records.length);
    const newest = notesOf(source).at(-1) ?? '';
    const head = source.head.filter((line) => sizeOf(line) <= at);
    return {
      lines: [...head, ...source.records.slice(0, at).map(lineOf)],
      notes: [newest],
      sequence: at + 1,
      kinds: ['cut-off'],
    };
  },
  'the beginning cut off, as if it had been kept behind a checkpoint': (source, below) => {
    const notes = notesOf(source);
    const size = sizeOf(JSON.stringify({ checkpoint: notes[below(notes.length - 1)] }));
    const tree = new GrowingTree();
    const hashes = source.records.slice(0, size).map((record) => hashOf(canonicalJson(record)));
    for (const hash of hashes) tree.append(leafHash(Buffer.from(hash, 'hex')));
    const start = { size, previous: hashes.at(-1), frontier: tree.frontier.roots.map((root) => root.toString('hex')) };
    const { ledger } = JSON.parse(source.head[0] ?? '') as { ledger: object };
    const head = [JSON.stringify({ ledger: { ...ledger, start } }), ...source.head.slice(1)];
    return { lines: [...head, ...source.records.slice(size).map(lineOf)], sequence: 1, kinds: ['cut-off'] };
  },
  'where the records begin edited': (source, below) => {
    const head = [(source.head[0] ?? '').replace('"size":0', `"size":${1 + below(50)}`), ...source.head.slice(1)];
    return { lines: [...head, ...source.records.map(lineOf)], sequence: null, kinds: ['header-edited'] };
  },
  'a checkpoint edited': (source, below) => {
    const at = source.head.findIndex((line) => line.startsWith('{"checkpoint":'));
    const head = [...source.head];
    const line = head[at] ?? '';
    const place = line.indexOf('\\n') + 2 + below(40);
    head[at] = line.slice(0, place) + (line.charAt(place) === '7' ? '8' : '7') + line.slice(place + 1);
    return { lines: [...head, ...source.records.map(lineOf)], sequence: null, kinds: ['checkpoint-invalid'] };
  },
  'everything written anew and signed with another key, the true key being known': (source, below) => {
    const at = below(source.records.length);
    const changed = { ...recordAt(source, at), actor: { kind: 'person' as const, id: 'somebody-else' } };
    const other = signerOf('ed25519');
    const trueKey = keyOf(source);
    const key = verifierOf(trueKey.name, other);
    const notes = notesOf(source).map((note) => {
      const opened = openNote(note, [trueKey]);
      return opened.kind === 'signed' ? signNote(opened.checkpoint, key, other) : note;
    });
    const head = [source.head[0] ?? '', JSON.stringify({ key: key.text }), ...notes.map((checkpoint) => JSON.stringify({ checkpoint }))];
    const lines = rechained(replaced(source.records, at, [changed]), at);
    return { lines: [...head, ...lines], keys: [trueKey.text], sequence: null, kinds: ['key-unknown'] };
  },
};

export const tamperingWays: readonly string[] = Object.keys(ways);

/** One tampering of the way named; always differs from the export. */
export function tamper(way: string, lines: readonly string[], below: Below): Tampered {
  const first = lines.findIndex((line) => line.startsWith('{"record":'));
  const records = lines.slice(first).map((line): LedgerRecord => (JSON.parse(line) as { record: LedgerRecord }).record);
  const result = ways[way]?.({ head: lines.slice(0, first), records }, below);
  if (!result) throw new Error(`no such tampering: ${way}`);
  return { notes: [], keys: [], ...result, way };
}

function recordAt({ records }: Export, at: number): LedgerRecord {
  const record = records[at];
  if (!record) throw new Error(`no record ${at}`);
  return record;
}

function withHash(record: unknown, hash: string): string {
  return `{"record":${canonicalJson(record)},"hash":"${hash}"}`;
}

function lineOf(record: unknown): string {
  return withHash(record, hashOf(canonicalJson(record)));
}

/** Numbers and chains the records anew from a place on. */
function rechained(records: readonly unknown[], from: number): string[] {
  let previous = '';
  return records.map((record, index) => {
    const given = record as LedgerRecord;
    const linked = index < from || index === 0 ? { ...given, sequence: index + 1 } : { ...given, sequence: index + 1, previous };
    previous = hashOf(canonicalJson(linked));
    return lineOf(linked);
  });
}

function replaced(records: readonly LedgerRecord[], at: number, others: readonly unknown[]): unknown[] {
  return [...records.slice(0, at), ...others, ...records.slice(at + 1)];
}

function without(records: readonly LedgerRecord[], at: number, count: number): LedgerRecord[] {
  return [...records.slice(0, at), ...records.slice(at + count)];
}

/** The same value with one leaf changed, chosen at random. */
function edited<Value>(value: Value, below: Below): Value {
  const copy = structuredClone(value);
  const places: { holder: Record<string, unknown>; name: string }[] = [];
  const collect = (holder: Record<string, unknown>): void => {
    for (const [name, member] of Object.entries(holder)) {
      if (typeof member === 'object' && member !== null) collect(member as Record<string, unknown>);
      else places.push({ holder, name });
    }
  };
  collect(copy as Record<string, unknown>);
  const place = places[below(places.length)];
  if (place) place.holder[place.name] = changed(place.holder[place.name], below);
  return copy;
}

function changed(leaf: unknown, below: Below): unknown {
  if (typeof leaf === 'number') return leaf + 1 + below(9);
  if (typeof leaf === 'boolean') return !leaf;
  if (typeof leaf !== 'string' || leaf === '') return 'x';
  const at = below(leaf.length);
  const letter = leaf.charAt(at) === '3' ? '4' : '3';
  return leaf.slice(0, at) + letter + leaf.slice(at + 1);
}

function notesOf({ head }: Export): string[] {
  return head.flatMap((line) => (line.startsWith('{"checkpoint":') ? [(JSON.parse(line) as { checkpoint: string }).checkpoint] : []));
}

/** Size of the checkpoint of a line; 0 for other lines. */
function sizeOf(line: string): number {
  return line.startsWith('{"checkpoint":') ? Number((JSON.parse(line) as { checkpoint: string }).checkpoint.split('\n')[1]) : 0;
}

function keyOf({ head }: Export) {
  const line = head.find((one) => one.startsWith('{"key":')) ?? '{"key":""}';
  const key = parseVerifier((JSON.parse(line) as { key: string }).key);
  if (!key) throw new Error('the export has no key');
  return key;
}
