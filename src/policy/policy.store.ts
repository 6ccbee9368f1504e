// Versions of the policy, and the names of those whom an effect is about.
import type { Kysely } from 'kysely';
import type { RightsTables } from '../access/rights.ts';
import type { PolicyVersion } from './contract.ts';

/** Newest first, without the one that is shipped. */
export async function listVersions(database: Kysely<RightsTables>): Promise<PolicyVersion[]> {
  const rows = await database
    .selectFrom('policy_version')
    .innerJoin('person as proposer', 'proposer.id', 'proposed_by')
    .innerJoin('person as approver', 'approver.id', 'approved_by')
    .select(['number', 'policy_version.created_at', 'proposer.display_name as proposer_name', 'approver.display_name as approver_name'])
    .orderBy('number', 'desc')
    .execute();
  return rows.map(({ number, created_at, proposer_name, approver_name }) => ({
    number,
    createdAt: created_at.toISOString(),
    proposedBy: proposer_name,
    approvedBy: approver_name,
  }));
}

/** Of all departments and people, by id. */
export async function namesOf(database: Kysely<RightsTables>): Promise<ReadonlyMap<string, string>> {
  const departments = await database.selectFrom('department').select(['id', 'name']).execute();
  const people = await database.selectFrom('person').select(['id', 'display_name as name']).execute();
  return new Map([...departments, ...people].map(({ id, name }) => [id, name]));
}
