// Limits of the library and what is kept, by department. Who stands in the rows is known by no caller's scope: a limit is of all that a
// department keeps, also of what an editor there may not see.
import { sql } from 'kysely';
import type { AccessClassId, DepartmentId } from '../../base/ids.ts';
import type { Library } from '../library.store.ts';
import type { Amounts } from '../limits-contract.ts';
import type { Writing } from '../place-document.ts';

export const defaultSubject = 'default';

/** Where documents without a department stand. */
export type Keeper = DepartmentId | null;

export async function keeperOf(library: Library, id: AccessClassId): Promise<Keeper> {
  const row = await library.selectFrom('access_class').select('department_id').where('id', '=', id).executeTakeFirstOrThrow();
  return row.department_id;
}

/** What holds for a department, locked until the transaction ends, so that what is added to one limit is counted one by one. */
export async function lockLimit(transaction: Writing, keeper: Keeper): Promise<Amounts | undefined> {
  for (const subject of keeper === null ? [defaultSubject] : [keeper, defaultSubject]) {
    const query = transaction.selectFrom('library_limit').select(['bytes', 'documents']).where('subject', '=', subject);
    const found = await query.forUpdate().executeTakeFirst();
    if (found) return found;
  }
  return undefined;
}

export async function countKept(library: Library, keeper: Keeper): Promise<{ bytes: number; documents: number }> {
  const { rows } = await sql<{ bytes: number; documents: number }>`
    select count(*) filter (where deleted_at is null) as documents,
      coalesce(sum((select sum(byte_length) from document_version where document_id = document.id)), 0)::bigint as bytes
    from document join access_class on access_class.id = access_class_id
    where access_class.department_id is not distinct from ${keeper}`.execute(library);
  return rows[0] ?? { bytes: 0, documents: 0 };
}

export interface KeptRow {
  readonly departmentId: Keeper;
  readonly department: string;
  readonly bytes: number;
  readonly documents: number;
}

/** Open departments, and all that keep something. */
export async function keptByDepartment(library: Library): Promise<KeptRow[]> {
  const { rows } = await sql<KeptRow>`
    with kept as (
      select access_class.department_id, count(*) filter (where deleted_at is null) as documents,
        coalesce(sum((select sum(byte_length) from document_version where document_id = document.id)), 0)::bigint as bytes
      from document join access_class on access_class.id = access_class_id
      group by access_class.department_id
    )
    select department.id as "departmentId", coalesce(department.name, '') as department,
      coalesce(kept.bytes, 0) as bytes, coalesce(kept.documents, 0) as documents
    from department full join kept on kept.department_id = department.id
    where kept.documents is not null or department.closed_at is null
    order by department.name nulls last, department.id`.execute(library);
  return rows;
}

export async function readLimits(library: Library): Promise<Map<string, Amounts>> {
  const rows = await library.selectFrom('library_limit').selectAll().execute();
  return new Map(rows.map(({ subject, ...amounts }) => [subject, amounts]));
}

export async function writeLimit(transaction: Writing, subject: string, amounts: Amounts): Promise<void> {
  await transaction
    .insertInto('library_limit')
    .values({ subject, ...amounts })
    .onConflict((conflict) => conflict.column('subject').doUpdateSet(amounts))
    .execute();
}
