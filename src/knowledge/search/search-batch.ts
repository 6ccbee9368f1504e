// Search over one's own test set: a corpus and questions in files, hits into a file. No database, no account, nothing kept.
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { AppError, systemCode } from '../../base/errors.ts';
import { CorpusSearch } from './corpus-search.ts';
import { readJsonLines } from './json-lines.ts';

export interface SearchBatchOptions {
  readonly corpusFile: string;
  readonly queriesFile: string;
  /** Hits per question. */
  readonly top: number;
  readonly outFile: string;
  /** Called as questions are answered, out of `total`. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** A day, or nothing where there is none. */
const day = z.union([z.iso.date(), z.literal('')]).nullish();
// Only these fields are read: files may carry the expected answers.
const textSchema = z.object({ id: z.coerce.string(), title: z.string().nullish(), text: z.string(), date: day, expired: day });
const querySchema = z.object({ id: z.coerce.string(), text: z.string(), as_of: day });

export async function searchBatch({ corpusFile, queriesFile, top, outFile, onProgress }: SearchBatchOptions): Promise<void> {
  const corpus = new CorpusSearch();
  for await (const { id, title, text, date, expired } of readJsonLines(corpusFile, textSchema)) {
    corpus.add({ id, text, title: title ?? undefined, date: date ?? undefined, expired: expired ?? undefined });
  }
  const queries: z.infer<typeof querySchema>[] = [];
  for await (const query of readJsonLines(queriesFile, querySchema)) queries.push(query);
  try {
    await pipeline(Readable.from(hitLines(corpus, queries, top, onProgress)), createWriteStream(outFile));
  } catch (error) {
    const code = systemCode(error);
    throw code === undefined ? error : new AppError('storage-unwritable', { folder: outFile, cause: code }, { cause: error });
  }
}

function* hitLines(
  corpus: CorpusSearch,
  queries: readonly z.infer<typeof querySchema>[],
  top: number,
  onProgress: SearchBatchOptions['onProgress'],
): Generator<string> {
  for (const [done, { id, text, as_of: asOf }] of queries.entries()) {
    yield `${JSON.stringify({ id, hits: corpus.search({ text, asOf: asOf || undefined, limit: top }) })}\n`;
    onProgress?.(done + 1, queries.length);
  }
}
