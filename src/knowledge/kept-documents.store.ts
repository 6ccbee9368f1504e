// Deleted documents whose time to be taken back is over: all versions, their passages and texts in one transaction, then the
// originals that no other version needs. What is under quarantine stays until the incident has given it back.
import { type RawBuilder, type SqlBool, sql, type Transaction } from 'kysely';
import type { Ledger } from '../ledger/ledger.ts';
import type { Files } from '../store/files.ts';
import { touchesSpan } from '../store/held.store.ts';
import type { Held, Kept } from '../store/kept.ts';
import { sameTransaction } from '../store/store.ts';
import type { Library } from './library.store.ts';
import type { LibraryTables } from './tables.ts';

const atOnce = 20;

export function keptDocuments(library: Library, files: Pick<Files, 'remove'>, ledger: Pick<Ledger, 'texts'>): Kept {
  return {
    async countOver(before, held) {
      const { count } = await library
        .selectFrom('document')
        .where(isOver(before, held))
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return count;
    },
    async removeSome(within, before, held) {
      const transaction: Transaction<LibraryTables> = sameTransaction(within);
      // Locked, so that whoever takes one back at this moment is told that it is gone, or keeps it.
      const rows = await transaction
        .selectFrom('document')
        .select('id')
        .where(isOver(before, held))
        .orderBy('deleted_at')
        .limit(atOnce)
        .forUpdate()
        .execute();
      const ids = rows.map(({ id }) => id);
      if (ids.length === 0) return 0;
      await transaction.deleteFrom('passage').where('document_id', 'in', ids).execute();
      const versions = await transaction.deleteFrom('document_version').where('document_id', 'in', ids).returning('sha256').execute();
      const addresses = [...new Set(versions.map(({ sha256 }) => sha256))];
      if (addresses.length > 0)
        await transaction
          .insertInto('original_to_remove')
          .values(addresses.map((address) => ({ address })))
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      await transaction.deleteFrom('document').where('id', 'in', ids).execute();
      await ledger.texts.eraseAbout(within, 'document', ids);
      return ids.length;
    },
    finish: () => removeOriginals(library, files),
  };
}

function isOver(before: Date, { documents, spans }: Held): RawBuilder<SqlBool> {
  return sql<SqlBool>`deleted_at < ${before} and quarantined_at is null and not id = any(${[...documents]}::uuid[])
    and not ${touchesSpan(sql.ref('created_at'), sql.ref('deleted_at'), spans)}`;
}

/** No version can be added meanwhile; an import that found the file stored looks again once it has added its own (`receive.ts`). */
async function removeOriginals(library: Library, files: Pick<Files, 'remove'>): Promise<void> {
  await library.transaction().execute(async (transaction) => {
    await sql`lock table document_version in share mode`.execute(transaction);
    const waiting = await transaction.deleteFrom('original_to_remove').returning('address').execute();
    for (const { address } of waiting) {
      const needed = await transaction
        .selectFrom('document_version')
        .select('id')
        .where('sha256', '=', address)
        .limit(1)
        .executeTakeFirst();
      if (!needed) await files.remove(address);
    }
  });
}
