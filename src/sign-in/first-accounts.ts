// The accounts that a new site starts with: one for each separated power 三员, and one for daily work that can ask and import.
import { soloCaller } from '../access/access.ts';
import { type PersonId, personIdSchema } from '../base/ids.ts';
import type { Role } from '../base/roles.ts';

export interface FirstAccount {
  readonly id: PersonId;
  readonly loginName: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
}

/** Fixed ids: two processes that start at the same moment make the same accounts. */
const idOf = (number: number): PersonId => personIdSchema.parse(`00000000-0000-7000-8000-${String(number).padStart(12, '0')}`);

export const firstAccounts: readonly FirstAccount[] = [
  { id: soloCaller.person, loginName: 'staff', displayName: '工作人员 Staff', roles: ['staff', 'editor'] },
  { id: idOf(2), loginName: 'system-administrator', displayName: '系统管理员 System administrator', roles: ['system-administrator'] },
  { id: idOf(3), loginName: 'security-officer', displayName: '安全管理员 Security officer', roles: ['security-officer'] },
  { id: idOf(4), loginName: 'auditor', displayName: '审计员 Auditor', roles: ['auditor'] },
];
