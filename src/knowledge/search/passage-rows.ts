// What is known of each row of the index beside its tokens: how many there are, of which version it is, and the passage's id.
import type { PassageId } from '../../base/ids.ts';
import { grown } from './posting-lists.ts';

const idBytes = 16;
const startRows = 1024;

export interface PackedRows {
  readonly lengths: Uint32Array;
  readonly ids: Uint8Array;
}

export class PassageRows {
  #lengths = new Uint32Array(startRows);
  /** Small numbers of versions. */
  #slots = new Uint32Array(startRows);
  #ids = new Uint8Array(startRows * idBytes);

  /** Of rows that have no version yet. */
  take({ lengths, ids }: PackedRows): void {
    this.reserve(lengths.length);
    this.#lengths.set(lengths);
    this.#ids.set(ids);
  }

  reserve(rows: number): void {
    if (rows <= this.#lengths.length) return;
    const length = Math.max(rows, this.#lengths.length * 2);
    this.#lengths = grown(this.#lengths, length);
    this.#slots = grown(this.#slots, length);
    this.#ids = grown(this.#ids, length * idBytes);
  }

  describe(row: number, id: PassageId, length: number): void {
    this.#lengths[row] = length;
    this.#ids.set(bytesOfId(id), row * idBytes);
  }

  assign(row: number, slot: number): void {
    this.#slots[row] = slot;
  }

  lengthOf(row: number): number {
    return this.#lengths[row] ?? 0;
  }

  slotOf(row: number): number {
    return this.#slots[row] ?? 0;
  }

  idOf(row: number): PassageId {
    const hex = Buffer.from(this.#ids.buffer, this.#ids.byteOffset + row * idBytes, idBytes).toString('hex');
    // It came from a passage's id.
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as PassageId;
  }

  move(row: number, to: number): void {
    this.#lengths[to] = this.lengthOf(row);
    this.#slots[to] = this.slotOf(row);
    this.#ids.copyWithin(to * idBytes, row * idBytes, (row + 1) * idBytes);
  }

  /** Views of the first rows, valid until the next change. */
  packed(rows: number): PackedRows {
    return { lengths: this.#lengths.subarray(0, rows), ids: this.#ids.subarray(0, rows * idBytes) };
  }
}

function bytesOfId(id: PassageId): Uint8Array {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}
