// Cleaning: from a parser's draft to the reading text, with a map that leads back and a report of what was done.
// Order matters: notes between characters go first, since they hide all other patterns.
import type { Draft } from '../draft.ts';
import { composeOriginMap } from '../origin-map.ts';
import type { CleaningNote, Paragraph, ReadingText } from '../reading.ts';
import { applyEdits, type Edit, type TracedText, traceText } from '../traced-text.ts';
import type { CleaningInput, CleaningStep, Line } from './cleaning-step.ts';
import { joinBrokenLines } from './broken-lines.ts';
import { normaliseWidth } from './character-width.ts';
import { markDestroyedBytes } from './destroyed-bytes.ts';
import { removeDuplicateParagraphs } from './duplicate-paragraphs.ts';
import { removeInvisibleCharacters } from './invisible-characters.ts';
import { removePageFurniture } from './page-furniture.ts';
import { replaceRadicals } from './radicals.ts';
import { removePinyinNotes } from './pinyin-notes.ts';
import { removeSpaces } from './spaces.ts';
import { simplifyCharacters } from './traditional-characters.ts';

const steps: readonly CleaningStep[] = [
  removeInvisibleCharacters,
  markDestroyedBytes,
  replaceRadicals,
  removePinyinNotes,
  simplifyCharacters,
  removePageFurniture,
  normaliseWidth,
  joinBrokenLines,
  removeSpaces,
  removeDuplicateParagraphs,
];

/** One step can uncover work for another (a joined line, a doubled paragraph); real files settle in two rounds. */
const maximumRounds = 4;

export function cleanDraft(draft: Draft): ReadingText {
  const report = new Map<CleaningNote['kind'], CleaningNote>(draft.notes.map((note) => [note.kind, note]));
  let traced = tidyWhiteSpace(traceText(draft.text));
  for (let round = 0; round < maximumRounds; round += 1) {
    const before = traced;
    for (const step of steps) traced = applyStep(step, traced, draft, report);
    if (traced === before) break;
  }
  return {
    text: traced.text,
    paragraphs: linesOf(traced, draft).map(({ paragraph, start, end }) => ({ ...paragraph, start, end })),
    originMap: composeOriginMap(draft.originMap, traced),
    notes: [...report.values()],
  };
}

function applyStep(step: CleaningStep, traced: TracedText, draft: Draft, report: Map<CleaningNote['kind'], CleaningNote>): TracedText {
  const input: CleaningInput = { text: traced.text, lines: linesOf(traced, draft) };
  const edits = step.find(input);
  if (edits.length === 0) return traced;
  report.set(step.kind, addToNote(report.get(step.kind), step.kind, traced.text, edits));
  return tidyWhiteSpace(applyEdits(traced, edits));
}

/** Lines without text and blanks at line ends carry nothing: every line that remains is a paragraph. */
function tidyWhiteSpace(traced: TracedText): TracedText {
  const edits: Edit[] = [];
  let keptUntil = 0;
  let start = 0;
  for (const line of traced.text.split('\n')) {
    const trimmed = line.trim();
    if (trimmed !== '') {
      const from = start + line.length - line.trimStart().length;
      addGap(edits, keptUntil, from);
      keptUntil = from + trimmed.length;
    }
    start += line.length + 1;
  }
  if (keptUntil < traced.text.length) edits.push({ start: keptUntil, end: traced.text.length, replacement: '' });
  return applyEdits(traced, edits);
}

/** Between two lines one line feed is right already. */
function addGap(edits: Edit[], start: number, end: number): void {
  const replacement = start === 0 ? '' : '\n';
  if (end - start !== replacement.length) edits.push({ start, end, replacement });
}

interface ParagraphLine extends Line {
  readonly paragraph: Paragraph;
}

function linesOf(traced: TracedText, draft: Draft): ParagraphLine[] {
  const lines: ParagraphLine[] = [];
  let start = 0;
  let index = 0;
  for (const text of traced.text.split('\n')) {
    const draftOffset = traced.from[start] ?? 0;
    while ((draft.paragraphs[index]?.end ?? Number.POSITIVE_INFINITY) <= draftOffset) index += 1;
    const paragraph = draft.paragraphs[index];
    if (paragraph !== undefined && text !== '') lines.push({ text, start, end: start + text.length, kind: paragraph.kind, paragraph });
    start += text.length + 1;
  }
  return lines;
}

/** Enough to recognise the place: six characters on either side, cut at sixty. */
function addToNote(note: CleaningNote | undefined, kind: CleaningNote['kind'], text: string, edits: readonly Edit[]): CleaningNote {
  const samples = [...(note?.samples ?? [])];
  for (const edit of edits.slice(0, 5 - samples.length)) {
    const lead = text.slice(Math.max(0, edit.start - 6), edit.start);
    const tail = text.slice(edit.end, edit.end + 6);
    const shown = (middle: string) => (lead + middle + tail).replaceAll('\n', '⏎').slice(0, 60);
    samples.push({ before: shown(text.slice(edit.start, edit.end)), after: shown(edit.replacement) });
  }
  return { kind, count: (note?.count ?? 0) + edits.length, samples };
}
