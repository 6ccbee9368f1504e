// The library report on one page, for a file and for the terminal.
import { onOneLine } from '../../base/markdown.ts';
import type { Finding, LibraryReport } from '../desk-contract.ts';

/** In both languages, in the words of the desk. */
const findingWords: Readonly<Record<Finding, string>> = {
  rejected: '未能读取 not read',
  locked: '等待密码 waiting for a password',
  flagged: '有文件标记 flagged',
  unconfirmed: '要素未确认 not confirmed',
  undated: '没有施行日期 undated',
  expired: '已失效 expired',
  unowned: '没有归口部门 no owner',
  'review-due': '到期复核 review due',
  'origin-gone': '来源中已没有 gone from its source',
};

export function libraryReportInMarkdown({ madeAt, documents, sections, duplicates, weeks }: LibraryReport): string {
  const lines = [
    '# 文库报告 Library report',
    '',
    `- 时间 made: ${madeAt}`,
    `- 文档 documents: ${documents}`,
    ...sections.flatMap(({ finding, count, titles }) => [
      '',
      `## ${findingWords[finding]}: ${count}`,
      ...(titles.length > 0 ? ['', ...titles.map((title) => `- ${onOneLine(title)}`)] : []),
      ...(count > titles.length ? [`- … ${count - titles.length}`] : []),
    ]),
    '',
    `## 重复或相近 duplicates: ${duplicates.length}`,
    ...(duplicates.length > 0 ? [''] : []),
    ...duplicates.map(
      ({ share, documents: [left, right] }) => `- ${onOneLine(left.title)} / ${onOneLine(right.title)} (${Math.round(100 * share)} %)`,
    ),
    '',
    '## 每周 Week by week',
    '',
    `| 时间 made | 文档 documents | ${sections.map(({ finding }) => findingWords[finding]).join(' | ')} |`,
    `| --- | --- | ${sections.map(() => '---').join(' | ')} |`,
    ...weeks.map((week) => `| ${week.madeAt} | ${week.documents} | ${sections.map(({ finding }) => week.counts[finding]).join(' | ')} |`),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}
