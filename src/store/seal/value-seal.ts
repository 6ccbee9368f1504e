// Sealing values on their way to the disk and opening them on their way back. A value is bound to its purpose and its place
// (which column of which row), so that what was sealed for one place is refused at any other.
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { AppError } from '../../base/errors.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { HashPurpose, SealPurpose } from '../keys/purposes.ts';
import { asText, fromText, headerOf, marksOf, parseEnvelope } from './envelope.ts';

export interface ValueSeal {
  sealText(purpose: SealPurpose, place: string, text: string): string;
  /** Fails with `sealed-value-refused` when anything about it is not as it was sealed. */
  openText(purpose: SealPurpose, place: string, sealed: string): string;
  sealBytes(purpose: SealPurpose, place: string, bytes: Uint8Array): Buffer;
  openBytes(purpose: SealPurpose, place: string, sealed: Uint8Array): Buffer;
  /** Keyed hash in hex, 64 characters: equal for equal values, and only whoever has the keys can make it. */
  hash(purpose: HashPurpose, value: string | Uint8Array): string;
  /** Whether a value need not be sealed anew: it is under the key that now seals. */
  isCurrent(purpose: SealPurpose, sealed: string | Uint8Array): boolean;
  /** How texts under the key that now seals begin. */
  currentMarks(purpose: SealPurpose): readonly string[];
}

/** As PostgreSQL does with large values; it can no longer do so itself, since sealed bytes do not shrink. */
const deflateFromBytes = 2048;

export function createValueSeal(ring: KeyRing): ValueSeal {
  const sealBytes: ValueSeal['sealBytes'] = (purpose, place, bytes) => sealWith(ring, purpose, place, bytes, false);
  const openBytes: ValueSeal['openBytes'] = (purpose, place, sealed) => openWith(ring, purpose, place, sealed);
  return {
    sealBytes,
    openBytes,
    sealText(purpose, place, text) {
      const bytes = Buffer.from(text);
      return asText(sealWith(ring, purpose, place, bytes, bytes.byteLength >= deflateFromBytes));
    },
    openText(purpose, place, stored) {
      const sealed = fromText(stored);
      if (sealed) return openBytes(purpose, place, sealed).toString();
      if (ring.acceptsPlain(purpose)) return stored;
      throw refused(place);
    },
    hash: (purpose, value) => ring.active(purpose).cipher.hash(value).toString('hex'),
    isCurrent(purpose, sealed) {
      const bytes = typeof sealed === 'string' ? fromText(sealed) : sealed;
      return bytes !== undefined && parseEnvelope(bytes)?.keyId === ring.active(purpose).id;
    },
    currentMarks: (purpose) => marksOf(ring.active(purpose).id),
  };
}

function sealWith(ring: KeyRing, purpose: SealPurpose, place: string, plain: Uint8Array, isDeflated: boolean): Buffer {
  const key = ring.active(purpose);
  const header = headerOf(key.id, isDeflated);
  const body = key.cipher.encrypt(associated(header, purpose, place), isDeflated ? deflateRawSync(plain, { level: 1 }) : plain);
  return Buffer.concat([header, body]);
}

function openWith(ring: KeyRing, purpose: SealPurpose, place: string, sealed: Uint8Array): Buffer {
  const envelope = parseEnvelope(sealed);
  const key = envelope && ring.find(envelope.keyId);
  if (!envelope || key?.purpose !== purpose) throw refused(place);
  const plain = key.cipher.decrypt(associated(envelope.header, purpose, place), envelope.body);
  if (!plain) throw refused(place);
  return envelope.isDeflated ? inflateRawSync(plain) : plain;
}

function associated(header: Uint8Array, purpose: SealPurpose, place: string): Buffer {
  return Buffer.concat([header, Buffer.from(`${purpose}\0${place}`)]);
}

function refused(place: string): AppError {
  return new AppError('sealed-value-refused', { place });
}
