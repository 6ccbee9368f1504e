// Whether what a transaction has just brought into a department still fits. Every way by which documents or bytes come to a department
// goes through here: importing, moving, taking a deletion back.
import { AppError } from '../../base/errors.ts';
import type { AccessClassId } from '../../base/ids.ts';
import type { Writing } from '../place-document.ts';
import { countKept, keeperOf, lockLimit } from './limits.store.ts';

export interface Arrival {
  /** Where the document stands by now. */
  readonly to: AccessClassId;
  /** Where it stood before; nothing where it is new. */
  readonly from?: AccessClassId | undefined;
  /** It is new, or was deleted. */
  readonly isDocumentAdded: boolean;
  readonly isVersionAdded: boolean;
}

/** After the rows were written, before anything else is locked. Fails with `library-full`. */
export async function refuseOverLimit(transaction: Writing, { to, from, isDocumentAdded, isVersionAdded }: Arrival): Promise<void> {
  const keeper = await keeperOf(transaction, to);
  const isMoved = from !== undefined && from !== to && (await keeperOf(transaction, from)) !== keeper;
  const adds = { documents: isDocumentAdded || isMoved, bytes: isVersionAdded || isMoved };
  if (!adds.documents && !adds.bytes) return;
  const limit = await lockLimit(transaction, keeper);
  if (!limit) return;
  const kept = await countKept(transaction, keeper);
  if (adds.documents && limit.documents !== null && kept.documents > limit.documents)
    throw full({ limitZh: `${limit.documents} 份文档`, limitEn: `${limit.documents} documents` });
  if (adds.bytes && limit.bytes !== null && kept.bytes > limit.bytes) {
    const size = sizeInWords(limit.bytes);
    throw full({ limitZh: `原件 ${size}`, limitEn: `${size} of originals` });
  }
}

function full(words: { readonly limitZh: string; readonly limitEn: string }): AppError {
  return new AppError('library-full', words);
}

const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

function sizeInWords(bytes: number): string {
  const step = Math.min(Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1024)), units.length - 1);
  return `${Math.round((bytes / 1024 ** step) * 10) / 10} ${units[step] ?? 'B'}`;
}
