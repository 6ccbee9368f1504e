// Reads every original that a version stands on, to find those that are gone or no longer what was imported.
import { sql } from 'kysely';
import { AppError } from '../base/errors.ts';
import type { Checking } from '../store/checking.ts';
import type { Files } from '../store/files.ts';
import type { Library } from './library.store.ts';

/** Faults are named by version. */
export async function* checkOriginals(library: Library, files: Pick<Files, 'get'>): Checking {
  const rows = await library
    .selectFrom('document_version')
    .select(['sha256', sql<string>`min(id::text)`.as('version')])
    .groupBy('sha256')
    .execute();
  for (const [index, { sha256, version }] of rows.entries()) {
    const isWhole = await files.get(sha256).then(() => true, unlessDamaged);
    yield { done: index + 1, total: rows.length, faults: isWhole ? [] : [version] };
  }
}

function unlessDamaged(error: unknown): false {
  if (error instanceof AppError && error.code === 'not-found') return false;
  throw error;
}
