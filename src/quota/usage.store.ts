// What was used, by the runs and calls on record: for the page, and for a quota that is set in the middle of a period.
import { type RawBuilder, sql } from 'kysely';
import type { Measure, Subject, Usage } from './contract.ts';
import type { QuotaDatabase, QuotaTransaction } from './quota.store.ts';

/** Of whom a run is, as columns `subject` and `name`. A department's are those of the departments below it too. */
const owners: Readonly<Record<Subject['kind'], RawBuilder<unknown>>> = {
  key: sql`select person.id as person_id, null::uuid as scenario_id, person.id::text as subject, person.display_name as name
    from person where person.kind = 'key'`,
  scenario: sql`select null::uuid as person_id, scenario.id as scenario_id, scenario.name as subject, scenario.name as name from scenario`,
  department: sql`select person.id as person_id, null::uuid as scenario_id, above.id::text as subject, above.name as name
    from person join department on department.id = person.department_id join department above on above.id = any(department.path)`,
};

/** Of all, or of one. */
export async function listUsageRows(
  database: QuotaDatabase,
  kind: Subject['kind'],
  since: Date,
  subject: string | null = null,
): Promise<Usage[]> {
  const join = kind === 'scenario' ? sql`owner.scenario_id = run.scenario_id` : sql`owner.person_id = run.person_id`;
  const { rows } = await sql<Usage>`
    select ${kind} as kind, owner.subject, owner.name, count(*)::float8 as requests,
      coalesce(sum(called.tokens), 0)::float8 as tokens, coalesce(sum(called.estimated), 0)::float8 as "estimatedTokens",
      coalesce(sum(called.money), 0)::float8 as money, coalesce(sum(called.unpriced), 0)::float8 as unpriced
    from run join (${owners[kind]}) as owner on ${join}
      left join (
        select run_id, sum(total) as tokens, sum(total) filter (where usage_source <> 'reported') as estimated, sum(cost) as money,
          count(*) filter (where total > 0 and cost is null) as unpriced
        from (select *, coalesce(prompt_tokens, 0) + coalesce(completion_tokens, 0) as total from model_call where begun_at >= ${since}) as call
        group by run_id
      ) as called on called.run_id = run.id
    where run.asked_at >= ${since} and coalesce(owner.subject = ${subject}, true)
    group by owner.subject, owner.name order by requests desc, owner.name limit 1000`.execute(database);
  return rows;
}

/** Before there was a quota. */
export async function usedSince(
  transaction: QuotaTransaction,
  { kind, subject, measure }: Pick<Subject, 'kind' | 'subject'> & { readonly measure: Measure },
  since: Date,
): Promise<number> {
  const [found] = await listUsageRows(transaction, kind, since, subject);
  return found?.[measure] ?? 0;
}
