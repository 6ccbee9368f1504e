// The seal of an open database, as rooms see it. What is sealed through it is also found again when keys are replaced: columns
// because they are declared, originals because they are all in one folder.
import type { KeyRing } from '../keys/key-ring.ts';
import type { HashPurpose } from '../keys/purposes.ts';
import { createSealedColumns, type SealedColumns } from './sealed-columns.ts';
import { createValueSeal } from './value-seal.ts';

export interface Seal {
  readonly columns: SealedColumns;
  /** Keyed hash in hex, 64 characters: equal for equal values, and only whoever has the keys can make it. */
  hash(purpose: HashPurpose, value: string | Uint8Array): string;
  readonly originals: OriginalsSeal;
}

/** For bytes that are kept under an address. */
export interface OriginalsSeal {
  seal(address: string, bytes: Uint8Array): Buffer;
  /** Fails with `sealed-value-refused` when anything about it is not as it was sealed. */
  open(address: string, sealed: Uint8Array): Buffer;
  /** Whether it is under the key that now seals; the beginning of it is enough to tell. */
  isCurrent(sealed: Uint8Array): boolean;
}

export function createSeal(ring: KeyRing): Seal {
  const values = createValueSeal(ring);
  const purpose = 'originals';
  return {
    columns: createSealedColumns(values),
    hash: (of, value) => values.hash(of, value),
    originals: {
      seal: (address, bytes) => values.sealBytes(purpose, address, bytes),
      open: (address, sealed) => values.openBytes(purpose, address, sealed),
      isCurrent: (sealed) => values.isCurrent(purpose, sealed),
    },
  };
}
