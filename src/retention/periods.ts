// The kinds of data that are kept for a time, and for how long.
import type { RetentionKind } from './contract.ts';

interface Rule {
  /** Days, unless somebody changed it. */
  readonly standard: number;
  /** A mistyped period must not remove what is in use, and no law may be broken by it. */
  readonly least: number;
  readonly zh: string;
  readonly en: string;
}

/** Network logs are kept for six months at least (网络安全法): no six months have more days. */
const sixMonths = 184;

/** In the order in which they are carried out. */
export const rules: Readonly<Record<RetentionKind, Rule>> = {
  runs: { standard: 365, least: 30, zh: '问题与回答', en: 'questions and answers' },
  'visitor-runs': { standard: 30, least: 1, zh: '访客的问答', en: 'what visitors asked' },
  'deleted-documents': { standard: 90, least: 7, zh: '已删除的文档', en: 'deleted documents' },
  'sign-in-traces': { standard: sixMonths, least: sixMonths, zh: '登录痕迹', en: 'traces of signing in' },
  // 网络数据安全管理条例 wants some records for three years.
  ledger: { standard: 1096, least: sixMonths, zh: '账本记录', en: 'records of the ledger' },
};

const dayMs = 86_400_000;

/** What is older is over its time; nothing is when it is kept for ever. */
export function overBefore(days: number, now: Date): Date | undefined {
  return days === 0 ? undefined : new Date(now.getTime() - days * dayMs);
}

export function isShorter(days: number, than: number): boolean {
  return days !== 0 && (than === 0 || days < than);
}
