// Cursors of lists: opaque to the client, they name the last item of the page before.
import type { z } from 'zod';
import { AppError } from '../base/errors.ts';

export function decodeCursor<Schema extends z.ZodType>(schema: Schema, cursor: string | undefined): z.output<Schema> | undefined {
  if (cursor === undefined) return undefined;
  const parsed = schema.safeParse(cursor);
  if (!parsed.success) throw new AppError('invalid-input', { fault: 'cursor' });
  return parsed.data;
}

/** Splits `limit + 1` rows into a page and the cursor of the next one. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (row: Row) => string,
): { page: Row[]; nextCursor: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { page, nextCursor: rows.length > limit && last !== undefined ? cursorOf(last) : null };
}
