// What an editor should look into, as conditions on `document`, its `access_class` and its newest version, `latest`.
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Finding } from '../desk-contract.ts';

type Condition = RawBuilder<SqlBool>;

export function findingConditions(today: string): Readonly<Record<Finding, Condition>> {
  return {
    rejected: sql`latest.state = 'rejected'`,
    locked: sql`latest.state = 'locked'`,
    flagged: sql`latest.flags <> '{}'`,
    unconfirmed: sql`(latest.state = 'ready' and latest.unsettled > 0)`,
    undated: sql`(latest.state = 'ready' and latest.effective_on is null)`,
    expired: sql`(latest.state = 'ready' and latest.expired_on <= ${today}::date)`,
    unowned: sql`access_class.department_id is null`,
    'review-due': sql`document.review_on <= ${today}::date`,
    'origin-gone': sql`document.origin_gone_at is not null`,
  };
}

export const latestVersion = sql`(select * from document_version where document_id = document.id order by number desc limit 1)`;

/** For queries in which `document` and `access_class` are joined under their own names. */
export function hasFinding(finding: Finding, today: string): Condition {
  return sql`exists (select 1 from ${latestVersion} latest where ${findingConditions(today)[finding]})`;
}
