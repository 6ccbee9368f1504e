// The library report: every Monday the findings of the desk are counted by access class and kept. Who reads it is told the sums of
// the classes that he may read, and the documents as they are called now.
import { sql } from 'kysely';
import { z } from 'zod';
import type { Scope } from '../../access/scope.ts';
import { accessClassIdSchema } from '../../base/ids.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { type Finding, findings, type WeekOfLibrary } from '../desk-contract.ts';
import type { Library } from '../library.store.ts';
import { isFree, readableBy } from '../scope-filter.ts';
import type { LibrarySeal } from '../sealed-library.ts';
import { findingConditions, hasFinding, latestVersion } from './finding-conditions.ts';

const countsSchema = z.partialRecord(z.enum(findings), z.number().int());
const contentSchema = z.array(z.object({ accessClass: accessClassIdSchema, documents: z.number().int(), counts: countsSchema }));

/** Whether that week has its report. */
export async function hasReportOf(library: Library, moment: Date): Promise<boolean> {
  return (
    (await library.selectFrom('library_report').select('scheduled_for').where('scheduled_for', '>=', moment).limit(1).execute()).length > 0
  );
}

export async function makeWeeklyReport(
  { library, ledger }: { readonly library: Library; readonly ledger: Pick<Ledger, 'appendWithin'> },
  moment: Date,
  { now, today }: { readonly now: Date; readonly today: string },
): Promise<void> {
  const conditions = findingConditions(today);
  const pairs = findings.flatMap((finding) => [sql`${finding}::text`, sql`count(*) filter (where ${conditions[finding]})::int`]);
  const { rows } = await sql<{ accessClass: string; documents: number; counts: unknown }>`
    select document.access_class_id as "accessClass", count(*)::int as documents, jsonb_build_object(${sql.join(pairs)}) as counts
    from document
    join access_class on access_class.id = document.access_class_id
    join lateral ${latestVersion} latest on true
    where document.deleted_at is null and ${isFree}
    group by document.access_class_id`.execute(library);
  const content = contentSchema.parse(rows);
  await library.transaction().execute(async (transaction) => {
    // A moment of the schedule belongs to one replica.
    const made = await transaction
      .insertInto('library_report')
      .values({ scheduled_for: moment, made_at: now, content: JSON.stringify(content) })
      .onConflict((conflict) => conflict.column('scheduled_for').doNothing())
      .returning('scheduled_for')
      .execute();
    if (made.length === 0) return;
    await ledger.appendWithin(transaction, {
      action: 'library-report-made',
      actor: { kind: 'system', id: 'library-reports' },
      details: { documents: content.reduce((sum, { documents }) => sum + documents, 0) },
    });
  });
}

const mostWeeks = 12;

/** The newest first; of each the sums over the classes that the scope holds. */
export async function weeksOfLibrary(library: Library, scope: Scope): Promise<WeekOfLibrary[]> {
  const rows = await library.selectFrom('library_report').selectAll().orderBy('scheduled_for', 'desc').limit(mostWeeks).execute();
  const seen = scope === 'all' ? undefined : new Set(scope);
  return rows.map(({ made_at, content }) => {
    const own = contentSchema.parse(content).filter(({ accessClass }) => seen?.has(accessClass) ?? true);
    const sum = (of: (one: (typeof own)[number]) => number): number => own.reduce((total, one) => total + of(one), 0);
    const counts = Object.fromEntries(findings.map((finding) => [finding, sum((one) => one.counts[finding] ?? 0)]));
    return { madeAt: made_at.toISOString(), documents: sum(({ documents }) => documents), counts: counts as Record<Finding, number> };
  });
}

/** The newest documents with a finding, as they are called now. */
export async function titlesWith(
  { library, sealed }: { readonly library: Library; readonly sealed: LibrarySeal },
  scope: Scope,
  finding: Finding,
  { today, limit }: { readonly today: string; readonly limit: number },
): Promise<string[]> {
  const rows = await library
    .selectFrom('document')
    .innerJoin('access_class', 'access_class.id', 'document.access_class_id')
    .select(['document.id', 'document.title'])
    .where('document.deleted_at', 'is', null)
    .where(readableBy(scope))
    .where(hasFinding(finding, today))
    .orderBy('document.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ id, title }) => sealed.document.openTitle(id, title));
}
