// A checkpoint as C2SP writes it: a signed note whose text is the origin, the number of records, and the root of the tree,
// followed by lines of our own: when it was made, and fingerprints of the records since the checkpoint before, so that the
// first record that was altered can be named even where somebody computed all hashes anew.
import { z } from 'zod';
import type { Signer, VerifierKey } from './signing-key.ts';

export interface CheckpointText {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
  readonly madeAt: string;
  readonly fingerprints: Fingerprints;
}

interface Fingerprints {
  /** Sequence number of the first record that has one. */
  readonly first: number;
  /** The first eight bytes of each record's hash, one after the other. */
  readonly bytes: Buffer;
}

export const fingerprintBytes = 8;
const dash = '—';

export function signNote(text: CheckpointText, key: VerifierKey, signer: Signer): string {
  const body = `${[
    text.origin,
    String(text.size),
    text.root.toString('base64'),
    `time ${text.madeAt}`,
    `fingerprints ${text.fingerprints.first} ${text.fingerprints.bytes.toString('base64')}`,
  ].join('\n')}\n`;
  const signature = Buffer.concat([Buffer.from(key.id, 'hex'), signer.sign(body)]).toString('base64');
  return `${body}\n${dash} ${key.name} ${signature}\n`;
}

export type OpenedNote =
  | { readonly kind: 'signed'; readonly checkpoint: CheckpointText; readonly key: VerifierKey }
  | { readonly kind: 'unreadable' | 'unknown-key' | 'wrong-signature' };

/** Reads a note and checks that one of the keys signed it. Nothing in it counts before that. */
export function openNote(note: string, keys: readonly VerifierKey[]): OpenedNote {
  const end = note.lastIndexOf('\n\n');
  const checkpoint = end < 0 ? undefined : parseText(note.slice(0, end + 1));
  if (!checkpoint) return { kind: 'unreadable' };
  const signatures = note
    .slice(end + 2)
    .split('\n')
    .flatMap(parseSignature);
  const known = signatures.flatMap((one) => {
    const key = keys.find(({ name, id }) => name === one.name && id === one.id);
    return key ? [{ ...one, key }] : [];
  });
  if (known.length === 0) return { kind: 'unknown-key' };
  const signed = known.find(({ key, signature }) => key.verifies(note.slice(0, end + 1), signature));
  return signed ? { kind: 'signed', checkpoint, key: signed.key } : { kind: 'wrong-signature' };
}

const textSchema = z.tuple([
  z.string().min(1),
  z.string().regex(/^(0|[1-9]\d{0,15})$/),
  z.base64().length(44),
  z.string().regex(/^time \S+$/),
  z.string().regex(/^fingerprints [1-9]\d{0,15} [A-Za-z0-9+/=]*$/),
  z.literal(''),
]);

function parseText(text: string): CheckpointText | undefined {
  const parsed = textSchema.safeParse(text.split('\n'));
  if (!parsed.success) return undefined;
  const [origin, size, root, time, prints] = parsed.data;
  const [, first = '', bytes = ''] = prints.split(' ');
  return {
    origin,
    size: Number(size),
    root: Buffer.from(root, 'base64'),
    madeAt: time.slice('time '.length),
    fingerprints: { first: Number(first), bytes: Buffer.from(bytes, 'base64') },
  };
}

function parseSignature(line: string): { name: string; id: string; signature: Buffer }[] {
  const [mark, name, encoded, ...rest] = line.split(' ');
  if (mark !== dash || !name || !encoded || rest.length > 0) return [];
  const bytes = Buffer.from(encoded, 'base64');
  return bytes.length > 4 ? [{ name, id: bytes.subarray(0, 4).toString('hex'), signature: bytes.subarray(4) }] : [];
}
