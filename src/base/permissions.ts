// What a person can be allowed to do. Every operation declares one; `access` decides who holds it.

export const permissions = [
  'answers.ask',
  'api-keys.manage',
  'api-keys.read',
  'backups.manage',
  'changes.audit',
  'changes.read',
  'collections.grant',
  'connections.approve',
  'connections.manage',
  'connections.read',
  'documents.search',
  'documents.read',
  'documents.write',
  'grades.lower',
  'grades.lower.approve',
  'incidents.lift',
  'incidents.manage',
  'incidents.open',
  'incidents.read',
  'keys.manage',
  'ledger.export',
  'ledger.read',
  'ledger.redact',
  'ledger.redact.approve',
  'ledger.verify',
  'models.approve',
  'models.manage',
  'models.read',
  'models.stop',
  'networks.approve',
  'networks.change',
  'people.manage',
  'people.read',
  'personal-data.erase',
  'personal-data.erase.approve',
  'personal-data.export',
  'policy.approve',
  'policy.change',
  'policy.read',
  'quotas.manage',
  'quotas.read',
  'retention.approve',
  'retention.manage',
  'retention.read',
  'rights.explain',
  'rights.manage',
  'rights.read',
  'roles.approve',
  'roles.change',
  'runs.read',
  'scenarios.approve',
  'scenarios.manage',
  'scenarios.read',
  'security-reports.make',
  'security-reports.read',
  'sources.manage',
  'status.read',
  'unanswered.read',
] as const;
export type Permission = (typeof permissions)[number];

/**
 * What an operation declares: a permission, or one of
 * - `anybody`: before sign-in (signing in itself, one-time links, health);
 * - `session`: whoever holds a session, even if the second factor is still to be shown;
 * - `signed-in`: one's own account, whatever else one may do;
 * - `data-folder`: whoever can read the data folder on this machine.
 */
export type Requirement = Permission | 'anybody' | 'session' | 'signed-in' | 'data-folder';
