// Vectors on disk: sealed whatever their grade, as the texts are (decision 0010). Much of a text can be guessed from its vector.
import type { VectorBlockId } from '../../base/ids.ts';
import type { Seal } from '../../store/seal/seal.ts';

export interface SealedVectors {
  seal(id: VectorBlockId, bytes: Uint8Array): string;
  open(id: VectorBlockId, stored: string): Uint8Array;
}

export function sealVectors({ columns }: Seal): SealedVectors {
  const column = columns.text({ table: 'passage_vectors', column: 'vectors', purpose: 'vectors' });
  return {
    seal: (id, bytes) => column.seal(id, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')),
    open: (id, stored) => Buffer.from(column.open(id, stored), 'base64'),
  };
}
