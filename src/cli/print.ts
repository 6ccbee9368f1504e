// Answers and hits for a person at a terminal, or as JSON.
import type { z } from 'zod';
import type { Answer, Quotation } from '../answer/contract.ts';
import type { operations } from '../knowledge/contract.ts';
import type { Terminal } from './terminal.ts';

type SearchOutput = z.infer<(typeof operations.searchPassages.reply)['output']>;

export function printAnswer(terminal: Terminal, answer: Answer, asJson: boolean): void {
  terminal.print(asJson ? JSON.stringify(answer) : answerText(answer));
}

/** What is said of it, its sentences with their numbers, and the sources under these. */
export function answerText({ notice, sentences, opinions, citations, found }: Answer): string {
  return [
    ...(notice ? [`${notice.zh}\n${notice.en}\n`] : []),
    ...sentences.map(({ text, citations: numbers }) => `${text} ${numbers.map((number) => `[${number}]`).join('')}`),
    ...(opinions.length > 0 ? ['', opinionTitle, ...opinions.map(({ text }) => `  ${text}`)] : []),
    '',
    ...citations.map((quotation) => `[${quotation.number}] ${sourceOf(quotation)}`),
    ...found.map((quotation) => `· ${quotation.quote}\n    ${sourceOf(quotation)}`),
  ].join('\n');
}

const opinionTitle = '模型观点，未经文件证实，不是回答 The model’s view, not borne out by documents and no part of the answer:';

export function printHits(terminal: Terminal, output: SearchOutput, asJson: boolean): void {
  const { hits, asOf } = output;
  if (asJson) {
    for (const hit of hits) terminal.print(JSON.stringify(hit));
    return;
  }
  if (hits.length === 0) return terminal.remark('没有找到。', 'Nothing found.');
  terminal.print(hitsText(output, 160));
  if (asOf !== null) terminal.remark(`按 ${asOf} 有效的文件。`, `Rules in force on ${asOf}.`);
}

/** Each hit with its source, and its text as far as `characters`. */
export function hitsText({ hits }: Pick<SearchOutput, 'hits'>, characters: number): string {
  return hits
    .map(({ document, passage, version }, index) => {
      const source = `${index + 1}. ${document.title}${placeOf(passage.headingPath, passage.page)}  ${version.documentNumber ?? ''}`;
      return `${source}\n   ${passage.text.replace(/\s+/g, ' ').slice(0, characters)}`;
    })
    .join('\n');
}

function sourceOf({ document, version, headingPath, page }: Quotation): string {
  return `《${document.title}》${version.documentNumber ?? ''}${placeOf(headingPath, page)}`;
}

function placeOf(headingPath: readonly string[], page: number | null): string {
  return `${headingPath.length > 0 ? ` › ${headingPath.join(' › ')}` : ''}${page === null ? '' : ` p.${page}`}`;
}
