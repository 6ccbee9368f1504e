// Spaces that typesetting or recognition put between characters: `57 个`, `高 文`, `赢得通往 新世界`.
// Spaces that part a number or label from its text (第十二条 本办法……, 附件1 清单) carry structure and stay.
import type { Edit } from '../traced-text.ts';
import { type CleaningStep, editsOf, type Line } from './cleaning-step.ts';

export const removeSpaces: CleaningStep = {
  kind: 'spaces-removed',
  find: ({ lines }) => lines.flatMap((line) => (line.kind === 'table-row' ? [] : lineEdits(line))),
};

const label =
  /^\s*(?:第[〇零一二两三四五六七八九十百千\d]+[编章节条](?:之[一二三四五六七八九十]+)?|(?:附件|附表|附录|表|图)\s*[\d一二三四五六七八九十]*|\d+(?:\.\d+)*[.、]?|[一二三四五六七八九十]+[、.]|[（(][^）)]{1,4}[）)])[\s　]+/u;
const spaced = /^\p{Script=Han}(?:[ 　]+\p{Script=Han}){1,5}$/u;
const besideNumber = /(?<=[\p{Script=Han}（(“《，。、：；])[ \t]+(?=\d)|(?<=[\d%％])[ \t]+(?=[\p{Script=Han}，。、：；）)”》])/gu;
const insideProse = /(?<=[\p{Script=Han}”’）》])[ 　](?=[\p{Script=Han}“‘（《])|(?<=\S)[ 　]+(?=[，。；：、？！”’）》])/gu;
/** Between characters a space is only noise where sentences run; in a list of names or a form it parts the entries. */
const shortestProse = 30;

function lineEdits({ text, start }: Line): Edit[] {
  if (spaced.test(text) || isLetterSpaced(text))
    return shift(
      editsOf(text, /[ 　]+/g, () => ''),
      start,
    );
  const labelLength = label.exec(text)?.[0].length ?? 0;
  const body = text.slice(labelLength);
  const isProse = body.length >= shortestProse && /[，。；,;]/.test(body);
  const edits = [...editsOf(body, besideNumber, () => ''), ...(isProse ? editsOf(body, insideProse, () => '') : [])];
  return shift(withoutOverlap(edits), start + labelLength);
}

/** A red head set wide, where pages tell single characters apart: 青 岚 省教育 厅文 件. Names side by side have two characters at least. */
function isLetterSpaced(text: string): boolean {
  const parts = text.length <= 40 && hanAndSpaces.test(text) ? text.split(/[ 　]+/) : [];
  const single = parts.filter((part) => part.length === 1).length;
  return single >= 3 && single >= parts.length / 2;
}

const hanAndSpaces = /^[\p{Script=Han} 　]+$/u;

function shift(edits: readonly Edit[], by: number): Edit[] {
  return edits.map((edit) => ({ ...edit, start: edit.start + by, end: edit.end + by }));
}

function withoutOverlap(edits: readonly Edit[]): Edit[] {
  const sorted = edits.toSorted((a, b) => a.start - b.start);
  return sorted.filter((edit, index) => index === 0 || edit.start >= (sorted[index - 1]?.end ?? 0));
}
