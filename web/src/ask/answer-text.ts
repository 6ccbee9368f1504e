// An answer as plain text with its sources, for pasting into a document.
import type { Answer } from '../../../src/answer/contract.ts';

interface Words {
  readonly sources: string;
  readonly page: (page: number) => string;
  /** Stands over what a model wrote. */
  readonly written: string;
  /** Stands over what only the model says. */
  readonly opinions: string;
}

export function answerText({ question, engine, sentences, opinions, citations }: Answer, words: Words): string {
  const said = sentences.map(({ text, citations: numbers }) => text + numbers.map((number) => `[${number}]`).join(''));
  const sources = citations.map(({ number, document, version, headingPath, page, quote }) => {
    const place = [version.documentNumber, ...headingPath, page === null ? null : words.page(page)].filter(Boolean).join(' ');
    return `[${number}] 《${document.title}》 ${place}：“${quote}”`;
  });
  const viewed = opinions.length > 0 ? ['', `（${words.opinions}）`, ...opinions.map(({ text }) => text)] : [];
  return [question, '', ...(engine === 'generative' ? [words.written] : []), ...said, ...viewed, '', words.sources, ...sources].join('\n');
}
