// A document's title: what the format says, else what stands where titles stand, else the file's name.
import { isMasthead, isOrgans } from './issuer.ts';
import type { Paragraph, ReadingText } from './reading.ts';
import { numberingOf } from './segment/numbering.ts';

/** Ends of titles of official documents: the 15 kinds of 公文 and the usual names of rules. */
const titleEnd =
  /(?:决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要|办法|规定|条例|细则|规则|规范|方案|规划|计划|措施|指南|指引|目录|清单|章程|制度|标准|预案|纲要|要点|须知|守则|准则|手册|问答|解答)(?:[（(][^）)]*[）)])?$/;

const paragraphsSearched = 16;

export function titleOf(reading: ReadingText, declared: string | undefined, fileName: string): string {
  const paragraphs = reading.paragraphs
    .slice(0, paragraphsSearched)
    .map(({ start, end, kind }) => ({ kind, text: reading.text.slice(start, end).trim() }));
  const marked = paragraphs.find(({ kind, text }) => kind === 'title' && text.length <= longestTitle);
  const lines = paragraphs.map(({ text }) => text);
  return declared ?? marked?.text ?? officialTitle(lines) ?? firstHeading(reading) ?? firstShortLine(lines) ?? stem(fileName);
}

const longestTitle = 100;

/** Titles are often set on two or three lines: 关于印发 / 管理办法的通知. */
function officialTitle(lines: readonly string[]): string | undefined {
  const candidates = lines.flatMap((line, index) => {
    const title = titleAt(lines, index);
    return title === undefined ? [] : [{ title, isHead: bareKind.test(line) || serial.test(lines[index + 1] ?? '') }];
  });
  const [first] = candidates;
  // Minutes and announcements have a red head that ends like a title, with their number below it, and then a title of their own.
  const below = first?.isHead ? candidates.find(({ title, isHead }) => !isHead && title.includes('关于')) : undefined;
  return (below ?? first)?.title;
}

const bareKind = /^(?:公告|通告|通知|通报|决定|公报|命令|令|纪要|会议纪要)$/;
const serial = /^(?:\d{4}\s*年)?\s*(?:[〔[［（(【]\s*\d{4}\s*[〕\]］）)】])?\s*第?\s*\d{1,5}\s*[号次期]$/;

function titleAt(lines: readonly string[], index: number): string | undefined {
  const [line = ''] = lines.slice(index);
  if (cannotOpenTitle(line) || isSentence(line)) return undefined;
  if (!/关于/.test(line) && !titleEnd.test(line)) return undefined;
  for (let count = 1; count <= 3; count += 1) {
    const joined = lines.slice(index, index + count).join('');
    if (joined.length <= longestTitle && titleEnd.test(joined) && !isSentence(joined)) return organsAbove(lines, index) + joined;
  }
  return undefined;
}

/** Who issues it is the first part of a title, and often set on lines of its own: 某市财政局 某市民政局 / 关于…的通知. */
function organsAbove(lines: readonly string[], index: number): string {
  if (lines[index]?.startsWith('关于') !== true) return '';
  let first = index;
  while (first > 0 && index - first < mostOrganLines && isOrgans(lines[first - 1] ?? '')) first -= 1;
  return lines.slice(first, index).join(' ');
}

const mostOrganLines = 4;

function firstHeading(reading: ReadingText): string | undefined {
  const textOf = ({ start, end }: Paragraph) => reading.text.slice(start, end).trim();
  const heading = reading.paragraphs.find(
    (paragraph) => paragraph.kind === 'heading' && paragraph.level === 1 && !isMasthead(textOf(paragraph)),
  );
  return heading === undefined ? undefined : textOf(heading);
}

function firstShortLine(lines: readonly string[]): string | undefined {
  const [first = ''] = lines;
  return first.length >= 4 && first.length <= 40 && !isSentence(first) && !cannotOpenTitle(first) && !/[|｜]/.test(first)
    ? first
    : undefined;
}

function isSentence(line: string): boolean {
  return /[。；！？：，;:!?]/.test(line);
}

/** Numbered headings, lines in brackets, mere numbers and the red header; `12345热线工作规范` is none of them. */
function cannotOpenTitle(line: string): boolean {
  return numberingOf(line) !== undefined || /^[（(]|^\d+$/.test(line) || isMasthead(line);
}

function stem(fileName: string): string {
  return fileName.replace(/^.*[\\/]/, '').replace(/\.[^.]+$/, '');
}
