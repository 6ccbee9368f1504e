// Reads a file for somebody who waits: what has no text of its own is recognised, if it is not long.
import type { SourceFile } from '../../knowledge/reading/parse-file.ts';
import type { Reader } from '../../knowledge/reading/read-in-child.ts';
import { betterOf, hasPictures } from '../../knowledge/reading/read-with-ocr.ts';
import type { ReadOutcome, RejectionReason } from '../../knowledge/reading/reading.ts';
import type { OwnReason } from './refusal-words.ts';

export interface Waiting {
  /** Aborted when whoever waits has left. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: { readonly done: number; readonly pages: number } | 'waiting') => void;
}

type Read = Extract<ReadOutcome, { kind: 'read' }> | { readonly kind: 'rejected'; readonly reason: RejectionReason | OwnReason };

/** They take some four seconds each, one after the other, and those of everybody who asks wait for the same child. */
const mostPages = 20;

export async function readAttached(
  reader: Pick<Reader, 'read' | 'recogniseNow'>,
  file: SourceFile,
  { signal, onProgress }: Waiting,
): Promise<Read> {
  const outcome = await reader.read(file, undefined, signal);
  if (reader.recogniseNow === undefined || !hasPictures(outcome)) return outcome;
  onProgress?.('waiting');
  const tooMany = new AbortController();
  let read = 0;
  const onPage = (done: number, pages: number): void => {
    // An archive holds several files, each of which tells its own pages.
    read += 1;
    if (Math.max(read, pages) > mostPages) tooMany.abort();
    else onProgress?.({ done, pages });
  };
  try {
    const whole = await reader.recogniseNow(file, onPage, signal ? AbortSignal.any([signal, tooMany.signal]) : tooMany.signal);
    return betterOf(whole, outcome);
  } catch (error) {
    if (!tooMany.signal.aborted) throw error;
    return outcome.kind === 'rejected' ? { kind: 'rejected', reason: 'many-scanned-pages' } : outcome;
  }
}
