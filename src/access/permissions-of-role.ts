// What each role may do, by operation. Which documents that reaches is decided by the policy (policy/policies/rights.cedar).
import type { Permission } from '../base/permissions.ts';
import type { Role } from '../base/roles.ts';

const users: readonly Role[] = ['editor', 'reviewer', 'agent', 'staff', 'security-officer'];

/** A new permission does not compile until it is said here who holds it. */
const rolesOf: Readonly<Record<Permission, readonly Role[]>> = {
  'answers.ask': users,
  // A key opens content: who sees none must not be able to make one.
  'api-keys.manage': ['security-officer'],
  'api-keys.read': ['system-administrator', 'security-officer', 'auditor'],
  'backups.manage': ['system-administrator'],
  // Every change request, whoever it waits for.
  'changes.audit': ['auditor'],
  'changes.read': ['system-administrator', 'security-officer', 'auditor', 'editor', 'reviewer'],
  // What is granted on a collection reaches documents of every department.
  'collections.grant': ['security-officer'],
  // What the institution opens to the outside is run by the one power; that it may be opened is for the other to agree to.
  'connections.approve': ['security-officer'],
  'connections.manage': ['system-administrator'],
  'connections.read': ['system-administrator', 'security-officer', 'auditor'],
  'documents.search': users,
  'documents.read': users,
  'documents.write': ['editor'],
  // Raising a grade is a matter of writing; lowering one takes two people.
  'grades.lower': ['editor', 'security-officer'],
  'grades.lower.approve': ['security-officer', 'reviewer'],
  // Containing narrows and takes one; what it narrowed is opened again only when the other power agrees.
  'incidents.lift': ['system-administrator'],
  'incidents.manage': ['security-officer'],
  'incidents.open': ['security-officer'],
  'incidents.read': ['security-officer', 'system-administrator', 'auditor'],
  // Keys are never shown: who replaces them sees no content by it.
  'keys.manage': ['system-administrator'],
  'ledger.export': ['auditor'],
  'ledger.read': ['auditor'],
  // Who sees the records says which text must go; that it is not needed as evidence is the security officer's to say.
  'ledger.redact': ['auditor'],
  'ledger.redact.approve': ['security-officer'],
  'ledger.verify': ['auditor'],
  // Endpoints are run by the one power; what may be sent to them is for the other to agree to.
  'models.approve': ['security-officer'],
  'models.manage': ['system-administrator'],
  'models.read': ['system-administrator', 'security-officer', 'auditor'],
  // Who runs the endpoints can remove one; whether what they say may be said is the other power's.
  'models.stop': ['security-officer'],
  // Which addresses are the site's own decides what is in-house.
  'networks.approve': ['security-officer'],
  'networks.change': ['system-administrator'],
  // Accounts and departments; roles and clearances are proposed by one power and approved by the other.
  'people.manage': ['system-administrator'],
  'people.read': ['system-administrator', 'security-officer', 'auditor', 'editor'],
  // Accounts are the administrator's; that nothing is erased which is still needed is the security officer's to say.
  'personal-data.erase': ['system-administrator'],
  'personal-data.erase.approve': ['security-officer'],
  'personal-data.export': ['security-officer'],
  'policy.approve': ['system-administrator'],
  'policy.change': ['security-officer'],
  'policy.read': ['system-administrator', 'security-officer', 'auditor'],
  // How much may be used is a matter of capacity and money, not of what may be seen.
  'quotas.manage': ['system-administrator'],
  'quotas.read': ['system-administrator', 'security-officer', 'auditor'],
  // What removes sooner, or gives up a hold, takes the other power too.
  'retention.approve': ['system-administrator'],
  'retention.manage': ['security-officer'],
  'retention.read': ['system-administrator', 'security-officer', 'auditor'],
  // Of a document that one may see; of any for those who look after rights.
  'rights.explain': [...users, 'auditor'],
  'rights.manage': ['editor', 'security-officer'],
  'rights.read': ['security-officer', 'auditor', 'editor'],
  'roles.approve': ['security-officer'],
  'roles.change': ['system-administrator'],
  'runs.read': users,
  // What is typed into it may count as less, or go to a model, only when the other power agrees.
  'scenarios.approve': ['system-administrator'],
  'scenarios.manage': ['security-officer'],
  // Also who approves what they let through, and who audits it.
  'scenarios.read': [...users, 'system-administrator', 'auditor'],
  'security-reports.make': ['security-officer'],
  'security-reports.read': ['security-officer', 'auditor'],
  // Which folders may be followed at all the operator says in the configuration; what comes from them into the library is an editor's matter.
  'sources.manage': ['editor'],
  'status.read': ['system-administrator', 'security-officer', 'auditor'],
  // What people asked in vain is the business of who keeps the library, as far as they might keep what was asked for.
  'unanswered.read': ['editor'],
};

export function permissionsOf(roles: Iterable<Role>): Set<Permission> {
  const held = new Set(roles);
  const all = Object.entries(rolesOf) as [Permission, readonly Role[]][];
  return new Set(all.filter(([, holders]) => holders.some((role) => held.has(role))).map(([permission]) => permission));
}
