// An incident on one page, for whoever has to account for it: what happened when, who did what, and where the ledger proves it.
import { onOneLine } from '../base/markdown.ts';
import { containmentWords } from './containment.ts';
import type { EntryKind, IncidentDetail, IncidentState, Severity } from './contract.ts';

const kinds: Readonly<Record<EntryKind, string>> = {
  opened: '登记 opened',
  noted: '记录 note',
  assigned: '指派 assigned',
  graded: '改严重程度 severity changed',
  contained: '采取措施 contained',
  lifted: '解除措施 lifted',
  resolved: '解决 resolved',
  reopened: '重新打开 reopened',
  closed: '关闭 closed',
  alarmed: '再次告警 alarm again',
};
const states: Readonly<Record<IncidentState, string>> = {
  open: '处理中 open',
  contained: '已控制 contained',
  resolved: '已解决 resolved',
  closed: '已关闭 closed',
};
const severities: Readonly<Record<Severity, string>> = { low: '低 low', medium: '中 medium', high: '高 high', critical: '严重 critical' };

export function reportInMarkdown({ incident, entries, containments }: IncidentDetail): string {
  const rows = entries.map(({ at, kind, person, text, details, ledgerSequence }) =>
    row([at, kinds[kind], person ?? '系统 service', [text ?? '', detailText(details)].filter(Boolean).join(' '), String(ledgerSequence)]),
  );
  const actions = containments.map(({ kind, target, placedAt, placedBy, liftedAt, isStanding }) =>
    row([containmentWords[kind].zh, target, placedAt, placedBy, isStanding ? '生效中 in force' : (liftedAt ?? '')]),
  );
  return `${[
    `# 事件报告 Incident report: ${onOneLine(incident.title)}`,
    '',
    `- 编号 id: ${incident.id}`,
    `- 状态 state: ${states[incident.state]}`,
    `- 严重程度 severity: ${severities[incident.severity]}`,
    `- 登记 opened: ${incident.openedAt}, ${onOneLine(incident.openedBy ?? '系统 service')}`,
    `- 负责 looked after by: ${onOneLine(incident.assignedTo?.name ?? '—')}`,
    `- 关闭 closed: ${incident.closedAt ?? '—'}`,
    '',
    '## 经过 Timeline',
    '',
    ...table(['时间 time (UTC)', '事项 step', '人员 who', '内容 what', '账本序号 ledger'], rows),
    '',
    '## 控制措施 Containment',
    '',
    ...(actions.length === 0 ? ['没有 none'] : table(['措施 kind', '对象 target', '开始 from', '人员 who', '解除 until'], actions)),
  ].join('\n')}\n`;
}

function detailText(details: Readonly<Record<string, string | number>>): string {
  return Object.entries(details)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
}

function table(columns: readonly string[], rows: readonly string[]): string[] {
  return [row(columns), row(columns.map(() => '---')), ...rows];
}
function row(cells: readonly string[]): string {
  return `| ${cells.map(onOneLine).join(' | ')} |`;
}
