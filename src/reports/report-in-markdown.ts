// A report on one page, for a file and for the terminal.
import { onOneLine } from '../base/markdown.ts';
import type { SecurityReport } from './contract.ts';

const none = '没有 none';

export function reportInMarkdown({ madeAt, findings, content, names }: SecurityReport): string {
  const nameOf = (id: string): string => onOneLine(names[id] ?? id);
  const when = (time: string | null): string => time ?? '从未 never';
  const { days, calls, refusals, backup, ledger } = content;
  const list = (title: string, items: readonly string[]): string[] => [`## ${title}`, '', ...(items.length > 0 ? items : [none]), ''];
  return `${[
    `# 安全报告 Security report`,
    '',
    `- 时间 made: ${madeAt}`,
    `- 需处理 to be dealt with: ${findings}`,
    '',
    ...list(
      `${days} 天未使用的角色 Roles not used for ${days} days`,
      content.unusedRoles.map(({ person, role, usedAt }) => `- ${nameOf(person)}: ${role}, ${when(usedAt)}`),
    ),
    ...list(
      '从未使用的单独授权 Grants never used',
      content.unusedGrants.map(({ person, action, documents }) => `- ${nameOf(person)}: ${action}, ${documents} 份文档 documents`),
    ),
    ...list(
      '长期未使用的接口密钥 API keys long unused',
      content.apiKeys.map(({ id, createdAt, usedAt }) => `- ${nameOf(id)}: ${createdAt}, ${when(usedAt)}`),
    ),
    ...list(
      '一年以上的数据密钥 Data keys older than a year',
      content.dataKeys.map(({ id, purpose, createdAt }) => `- ${id} ${purpose}: ${createdAt}`),
    ),
    ...list(
      '应有而没有动态验证码 Second factor required and missing',
      content.withoutFactor.map((person) => `- ${nameOf(person)}`),
    ),
    ...list(
      '处理中的事件 Incidents that run',
      content.openIncidents.map(({ id, severity, state, openedAt }) => `- ${id}: ${severity}, ${state}, ${openedAt}`),
    ),
    ...list(
      `外部连接 Outgoing calls (${calls.since})`,
      calls.to.map(
        ({ purpose, host, grade, done, failed }) =>
          `- ${onOneLine(purpose)} ${onOneLine(host)} (${grade ?? '-'}): ${done}, 失败 failed ${failed}`,
      ),
    ),
    ...list('其他 Besides', [
      `- 一周内的拒绝 refusals in a week: 登录 sign-in ${refusals.signIn}, 权限 rights ${refusals.access}, 外联 connections ${refusals.connection}`,
      `- 法律保全 legal holds: ${content.holds}`,
      `- 上次清除到期数据 last retention run: ${when(content.retentionRunAt)}`,
      `- 备份 backup: ${backup.isSet ? when(backup.takenAt) : '未设置 not set'}; 恢复演练 verified restore: ${when(backup.verifiedAt)}`,
      `- 账本 ledger: ${ledger.records} 条 records; 校验 verified: ${when(ledger.verifiedAt)}, ${ledger.isWhole === false ? '不完整 NOT WHOLE' : ledger.isWhole ? '完整 whole' : '—'}`,
    ]),
  ]
    .join('\n')
    .trimEnd()}\n`;
}
