// Roles in the sentences of change requests.
import type { Role } from '../base/roles.ts';

interface Word {
  readonly zh: string;
  readonly en: string;
}

export const roleWords: Readonly<Record<Role, Word>> = {
  'system-administrator': { zh: '系统管理员', en: 'system administrator' },
  'security-officer': { zh: '安全管理员', en: 'security officer' },
  auditor: { zh: '审计员', en: 'auditor' },
  editor: { zh: '知识编辑', en: 'editor' },
  reviewer: { zh: '审核员', en: 'reviewer' },
  agent: { zh: '坐席', en: 'agent' },
  staff: { zh: '工作人员', en: 'staff' },
};
