// The elements of an official document (GB/T 9704): each with its place in the reading text and how sure it is. Only what is written.
import { factsOf } from './facts.ts';
import { writtenTerm } from './force.ts';
import { issuerMarkIn } from './issuer.ts';
import { findDocumentNumber, serialNumber } from './own-number.ts';
import type { DocumentElement, DocumentFacts, ElementName, ReadingText } from './reading.ts';
import { isoDay, writtenDay } from './written-day.ts';

/** The head stands above the text, the foot below it. */
const headLines = 20;
const footLines = 25;
/** Elements stand on short lines; whatever is longer is text, and is not searched for them. */
const longestLine = 500;
/** Found at its place by a form of its own; or concluded from something else that is written. */
const [certain, concluded] = [0.95, 0.8];

interface Line {
  readonly text: string;
  readonly start: number;
}

export function elementsOf(reading: ReadingText, title: string, facts: DocumentFacts = factsOf(reading)): DocumentElement[] {
  const lines = reading.paragraphs.map(({ start, end }): Line => ({ text: reading.text.slice(start, end), start }));
  const short = lines.filter(({ text }) => text.length <= longestLine);
  const [head, foot] = [short.slice(0, headLines), short.slice(-footLines)];
  return [
    ...inHead(head),
    ...ofTitle(head, title),
    ...inFoot(foot),
    ...ofForce(short, facts),
    ...ofFacts(facts, head, reading.text),
    ...citationsIn(lines, facts),
  ];
}

/** Marks above the red line; several may share a line. */
const headMarks: readonly (readonly [ElementName, RegExp])[] = [
  ['copyNo', /^(\d{6})$/],
  ['secrecy', /^((?:绝密|机密|秘密|内部)(?:★.{1,8})?)$/],
  ['urgency', /^(特急|加急|特提|平急|急件)$/],
];
const signer = /签发人\s*[:：]\s*([^|]+?)\s*$/;

function inHead(head: readonly Line[]): DocumentElement[] {
  const found: DocumentElement[] = [];
  for (const { text, start } of head) {
    for (const part of text.matchAll(/[^\s|]+/g)) {
      for (const [name, pattern] of headMarks) {
        const value = pattern.exec(part[0])?.[1];
        if (value !== undefined && !found.some((one) => one.name === name))
          found.push(element(name, value, start + part.index + part[0].indexOf(value)));
      }
    }
    const name = signer.exec(text)?.[1];
    if (name !== undefined && !found.some((one) => one.name === 'signer'))
      found.push(element('signer', name, start + text.lastIndexOf(name)));
    const mark = issuerMarkIn(text.trim());
    if (mark !== undefined && !found.some(({ name }) => name === 'issuerMark'))
      found.push(element('issuerMark', mark, start + text.indexOf(mark)));
  }
  return found;
}

/** 公文种类 of 党政机关公文处理工作条例, 第八条, and what rules are called. */
const genres =
  /(决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要|办法|规定|条例|细则|规则|方案|规划|指南)(?:（[^（）]{1,10}）)?$/;

function ofTitle(head: readonly Line[], title: string): DocumentElement[] {
  const found: DocumentElement[] = [{ name: 'title', value: title, span: spanAcross(head, title), confidence: concluded }];
  const genre = genres.exec(title)?.[1];
  if (genre !== undefined) found.push({ name: 'genre', value: genre, span: null, confidence: concluded });
  // 主送机关 stand alone on the line after the title, before a colon.
  const after = head.findIndex(({ text }) => text.trim() !== '' && title.endsWith(text.trim()));
  const to = head.slice(after + 1, after + 4).find(({ text }) => isAddressees(text.trim()));
  if (after >= 0 && to) found.push(element('to', to.text.trim().slice(0, -1), to.start));
  return found;
}

const addressee =
  /(?:政府|部门|机构|单位|机关|组织|团体|党组|中心|企业|集团|公司|大学|学校|学院|医院|银行|街道|园区|开发区|科室|各?[省市县区州旗乡镇村]|[厅局委部署院处所站馆社团办会室队])(?:[（(].{1,20}[）)])?$/;

/** Those to whom it goes, parted by commas, before a colon; a sentence that introduces what follows ends in one too. */
function isAddressees(line: string): boolean {
  const names = /^([^。；]{2,200})[:：]$/.exec(line)?.[1];
  return names !== undefined && names.split(/[，、]/).every((name) => addressee.test(name));
}

const printed = new RegExp(`^(.+?)[\\s|]*(${writtenDay})\\s*印发$`);

function inFoot(foot: readonly Line[]): DocumentElement[] {
  const found: DocumentElement[] = [];
  for (const { text, start } of foot) {
    const line = text.trim();
    const note = /^[（(]((?:此件|本文|该件).{2,30})[）)]$/.exec(line)?.[1];
    if (note !== undefined) found.push(element('note', note, start + text.indexOf(note)));
    const copies = /^抄送[:：]\s*(.+?)[。.]?$/.exec(line)?.[1];
    if (copies !== undefined) found.push(element('cc', copies, start + text.indexOf(copies)));
    const [, printer, printDate, ...day] = printed.exec(line) ?? [];
    const printedOn = isoDay(day);
    if (printer === undefined || printDate === undefined || printedOn === undefined) continue;
    found.push(element('printer', printer.trim(), start + text.indexOf(printer)));
    found.push({
      name: 'printDate',
      value: printedOn,
      span: spanOf(printDate, start + text.indexOf(printDate)),
      confidence: certain,
    });
  }
  return [...found, ...attachmentsIn(foot)];
}

/** `附件：1.甲` and the numbered lines after it. */
function attachmentsIn(foot: readonly Line[]): DocumentElement[] {
  const first = foot.findIndex(({ text }) => /^附件\s*[:：]/.test(text.trim()));
  const begin = foot[first];
  if (!begin) return [];
  const names: string[] = [];
  let end = begin.start;
  for (const { text, start } of foot.slice(first)) {
    const line = text.trim().replace(/^附件\s*[:：]\s*/, '');
    const name = /^\d{1,2}\s*[.．、]\s*(.+?)[；;。]?$/.exec(line)?.[1] ?? (names.length === 0 ? line : undefined);
    if (name === undefined || name === '') break;
    names.push(name);
    end = start + text.length;
  }
  return [{ name: 'attachments', value: names, span: { start: begin.start, end }, confidence: certain }];
}

const numberInBrackets = /《[^《》]+》\s*[（(]([^（）()]*?(?:〔\d{4}〕\d+号|第\s*\d+\s*号))[）)]/g;

/** Until when it holds, and which rules it repeals: by their number where it says so. */
function ofForce(lines: readonly Line[], { repeals = [] }: DocumentFacts): DocumentElement[] {
  const found: DocumentElement[] = [];
  for (const { text, start } of lines) {
    const validity = writtenTerm(text);
    if (validity !== undefined && !found.some(({ name }) => name === 'validity'))
      found.push(element('validity', validity, start + text.indexOf(validity)));
  }
  if (repeals.length === 0) return found;
  const numbers = repeals.map((title) => numberOf(title, lines) ?? title);
  return [...found, { name: 'repeals', value: numbers, span: spanAcross(lines, repeals[0] ?? ''), confidence: certain }];
}

function numberOf(title: string, lines: readonly Line[]): string | undefined {
  for (const { text } of lines)
    for (const match of text.matchAll(numberInBrackets)) if (match[0].startsWith(`《${title}》`)) return match[1];
  return undefined;
}

function ofFacts(facts: DocumentFacts, head: readonly Line[], text: string): DocumentElement[] {
  const docNo = facts.documentNumber ?? serialNumber(head.map((line) => line.text.trim()));
  const named = { docNo, issuer: facts.issuer, date: facts.publishedOn, effectiveFrom: facts.effectiveOn };
  return Object.entries(named).flatMap(([name, value]) => {
    if (value === undefined) return [];
    return [{ name: name as ElementName, value, span: placeOf(value, text), confidence: certain }];
  });
}

/** Documents that it names with their numbers, but for itself and what it repeals. */
function citationsIn(lines: readonly Line[], { documentNumber, repeals = [] }: DocumentFacts): DocumentElement[] {
  const numbers = new Set<string>();
  let span: DocumentElement['span'] = null;
  for (const { text, start } of lines) {
    for (const match of text.matchAll(numberInBrackets)) {
      const [whole, number = ''] = match;
      if (repeals.some((title) => whole.startsWith(`《${title}》`)) || findDocumentNumber(number) === documentNumber) continue;
      numbers.add(number);
      span ??= { start: start + match.index, end: start + match.index + whole.length };
    }
  }
  return numbers.size === 0 ? [] : [{ name: 'citations', value: [...numbers], span, confidence: certain }];
}

function element(name: ElementName, value: string, start: number): DocumentElement {
  return { name, value, span: spanOf(value, start), confidence: certain };
}

function spanOf(text: string, start: number): DocumentElement['span'] {
  return { start, end: start + text.length };
}

/** Of a text that may go over several lines. */
function spanAcross(lines: readonly Line[], text: string): DocumentElement['span'] {
  const first = lines.find((line) => line.text.trim() !== '' && (line.text.includes(text) || text.startsWith(line.text.trim())));
  if (!first) return null;
  if (first.text.includes(text)) return spanOf(text, first.start + first.text.indexOf(text));
  const last = lines.find((line) => line.start > first.start && line.text.trim() !== '' && text.endsWith(line.text.trim()));
  return last ? { start: first.start, end: last.start + last.text.trimEnd().length } : null;
}

const anyDay = new RegExp(writtenDay, 'g');

/** Where it is last written; a day in whatever form. */
function placeOf(value: string, text: string): DocumentElement['span'] {
  const days = /^\d{4}-\d{2}-\d{2}$/.test(value) ? [...text.matchAll(anyDay)] : [];
  const last = days.findLast((match) => isoDay(match.slice(1, 4)) === value);
  const written = last?.[0] ?? value;
  const at = last?.index ?? text.lastIndexOf(written);
  return at < 0 ? null : spanOf(written, at);
}
