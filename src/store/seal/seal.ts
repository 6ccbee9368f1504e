// The seal of an open database: values, and the columns that rooms declare.
import type { KeyRing } from '../keys/key-ring.ts';
import { createSealedColumns, type SealedColumns } from './sealed-columns.ts';
import { createValueSeal, type ValueSeal } from './value-seal.ts';

export interface Seal extends ValueSeal {
  /** Columns whose values are sealed: what is declared here is also sealed in old rows and sealed anew when keys change. */
  readonly columns: SealedColumns;
}

export function createSeal(ring: KeyRing): Seal {
  const values = createValueSeal(ring);
  return { ...values, columns: createSealedColumns(values) };
}
