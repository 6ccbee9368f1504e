// An export as Markdown, with footnotes.
import { escaped, onOneLine } from '../../base/markdown.ts';
import type { ExportSentence, ExportSheet } from './sheet.ts';
import { exportWords } from './words.ts';

export function asMarkdown({ language, title, header, aiRemark, aiLabel, turns, notes }: ExportSheet): string {
  const words = exportWords[language];
  const blocks: string[] = [
    // A scalar between single quotes may hold anything but a single quote, and the label holds none.
    ...(aiLabel ? [`---\nAIGC: '${JSON.stringify(aiLabel).replaceAll("'", '')}'\n---`] : []),
    `*${escaped(header)}*`,
    ...(turns.length > 1 ? [`# ${onOneLine(title)}`] : []),
    ...(aiRemark === undefined ? [] : [`**${escaped(aiRemark)}**`]),
  ];
  for (const { question, remarks, sentences, opinionsTitle, opinions, foundTitle, found } of turns) {
    blocks.push(`${turns.length > 1 ? '##' : '#'} ${onOneLine(question)}`);
    for (const remark of remarks) blocks.push(`*${onOneLine(remark)}*`);
    for (const sentence of sentences) blocks.push(paragraph(sentence));
    if (opinionsTitle !== undefined) blocks.push(`**${escaped(opinionsTitle)}**`);
    for (const opinion of opinions) blocks.push(paragraph(opinion).replace(/^/gmu, '> '));
    if (foundTitle !== undefined) blocks.push(`**${escaped(foundTitle)}**`);
    for (const quotation of found) blocks.push(paragraph(quotation).replace(/^/gmu, '> '));
  }
  for (const { number, text, url } of notes)
    blocks.push(`[^${number}]: ${onOneLine(text)}${url === undefined ? '' : ` [${escaped(words.link)}](<${url}>)`}`);
  return `${blocks.join('\n\n')}\n`;
}

function paragraph({ text, notes }: ExportSentence): string {
  const lines = text
    .split(/\r\n|\r|\n/u)
    .map(escaped)
    .filter((line) => line !== '');
  return `${lines.join('\\\n')}${notes.map((number) => `[^${number}]`).join('')}`;
}
