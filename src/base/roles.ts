// What a person is here for. The first three are the separated powers 三员分立: no account holds two of them.
import { z } from 'zod';

const separatedPowers = ['system-administrator', 'security-officer', 'auditor'] as const;

/** system-administrator 系统管理员, security-officer 安全管理员, auditor 审计员, editor 知识编辑, reviewer 审核员, agent 坐席, staff 工作人员. */
export const roleSchema = z.enum([...separatedPowers, 'editor', 'reviewer', 'agent', 'staff']).meta({ id: 'Role' });
export type Role = z.infer<typeof roleSchema>;

export function powersIn(roles: readonly Role[]): readonly Role[] {
  return roles.filter((role) => separatedPowers.some((power) => power === role));
}

/** What of an account is decided by the institution's directory, and not here. */
export const directoryDecidesSchema = z.enum(['nothing', 'roles', 'roles-and-department']).meta({ id: 'DirectoryDecides' });
export type DirectoryDecides = z.infer<typeof directoryDecidesSchema>;

/** For terminals; the pages have their own words. */
export const roleWords: Readonly<Record<Role, string>> = {
  'system-administrator': '系统管理员 System administrator',
  'security-officer': '安全管理员 Security officer',
  auditor: '审计员 Auditor',
  editor: '知识编辑 Editor',
  reviewer: '审核员 Reviewer',
  agent: '坐席 Agent',
  staff: '工作人员 Staff',
};
