// Which versions a condition allows, remembered from search to search. SQL stays the only judge: it is asked about every version
// when a condition is new, and later about those that have changed.
import type { VersionId } from '../../base/ids.ts';
import type { LibraryIndex } from './library-index.ts';

export interface Allowed {
  /** 1 at the slots of versions that are. */
  readonly bits: Uint8Array;
  /** Access classes that hold any of them. */
  readonly classes: ReadonlySet<string>;
}

interface Answer {
  bits: Uint8Array;
  classes: ReadonlySet<string>;
  /** Versions to ask about before the next use; all of them when unknown. */
  pending: Set<VersionId> | undefined;
}

/** Conditions remembered: one byte for each version in each of them. */
const maxAnswers = 64;
/** Asking about more one by one costs as much as asking about all. */
const maxPending = 500;

export class AllowedVersions {
  readonly #answers = new Map<string, Answer>();

  /** A version is about to change: what was said of it no longer counts. */
  forget(id: VersionId, slot: number | undefined): void {
    for (const answer of this.#answers.values()) {
      if (slot !== undefined) answer.bits[slot] = 0;
      answer.pending?.add(id);
      if (answer.pending && answer.pending.size > maxPending) answer.pending = undefined;
    }
  }

  forgetAll(): void {
    this.#answers.clear();
  }

  /** `ask` resolves to those allowed: of the versions given, or of all. */
  async of(name: string, index: LibraryIndex, ask: (among?: readonly VersionId[]) => Promise<readonly VersionId[]>): Promise<Allowed> {
    const answer: Answer = this.#answers.get(name) ?? { bits: new Uint8Array(), classes: new Set(), pending: undefined };
    this.#answers.delete(name);
    this.#answers.set(name, answer);
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= maxAnswers) break;
      this.#answers.delete(oldest);
    }
    if (answer.pending?.size === 0) return answer;
    const among = answer.pending && Array.from(answer.pending);
    const allowed = await ask(among);
    const bits = new Uint8Array(index.slotCount);
    if (among) bits.set(answer.bits.subarray(0, bits.length));
    for (const slot of (among ?? []).map((id) => index.slotOf(id))) if (slot !== undefined) bits[slot] = 0;
    for (const slot of allowed.map((id) => index.slotOf(id))) if (slot !== undefined) bits[slot] = 1;
    return Object.assign(answer, { bits, classes: index.classesOf(bits), pending: new Set<VersionId>() });
  }
}
