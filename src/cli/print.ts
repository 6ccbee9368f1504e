// Answers and hits for a person at a terminal, or as JSON.
import type { z } from 'zod';
import type { Answer, Quotation } from '../answer/contract.ts';
import type { operations } from '../knowledge/contract.ts';
import type { Terminal } from './terminal.ts';

type SearchOutput = z.infer<(typeof operations.searchPassages.reply)['output']>;

export function printAnswer(terminal: Terminal, answer: Answer, asJson: boolean): void {
  if (asJson) return terminal.print(JSON.stringify(answer));
  if (answer.notice) terminal.print(`${answer.notice.zh}\n${answer.notice.en}\n`);
  for (const { text, citations } of answer.sentences) terminal.print(`${text} ${citations.map((number) => `[${number}]`).join('')}`);
  terminal.print('');
  for (const quotation of answer.citations) terminal.print(`[${quotation.number}] ${sourceOf(quotation)}`);
  for (const quotation of answer.found) terminal.print(`· ${quotation.quote}\n    ${sourceOf(quotation)}`);
}

export function printHits(terminal: Terminal, { hits, asOf }: SearchOutput, asJson: boolean): void {
  if (asJson) {
    for (const hit of hits) terminal.print(JSON.stringify(hit));
    return;
  }
  if (hits.length === 0) return terminal.remark('没有找到。', 'Nothing found.');
  for (const [index, { document, passage, version }] of hits.entries()) {
    terminal.print(`${index + 1}. ${document.title}${placeOf(passage.headingPath, passage.page)}  ${version.documentNumber ?? ''}`);
    terminal.print(`   ${passage.text.replace(/\s+/g, ' ').slice(0, 160)}`);
  }
  if (asOf !== null) terminal.remark(`按 ${asOf} 有效的文件。`, `Rules in force on ${asOf}.`);
}

function sourceOf({ document, version, headingPath, page }: Quotation): string {
  return `《${document.title}》${version.documentNumber ?? ''}${placeOf(headingPath, page)}`;
}

function placeOf(headingPath: readonly string[], page: number | null): string {
  return `${headingPath.length > 0 ? ` › ${headingPath.join(' › ')}` : ''}${page === null ? '' : ` p.${page}`}`;
}
