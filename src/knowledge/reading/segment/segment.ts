// From the reading text to passages: the pieces that search finds and answers quote, cut where the text's own structure cuts.
import type { PassageDraft, ReadingText } from '../reading.ts';
import { type Span, splitSentences } from '../sentences.ts';
import { outline, type Section } from './outline.ts';

/** Passages aim at 100 to 400 characters: enough context to be understood alone, short enough to rank by what they say. */
const longestPassage = 600;
const splitTarget = 400;
const mergeTarget = 300;

interface Chunk extends Span {
  readonly paragraph: number;
}

export function segmentPassages(reading: ReadingText, title: string): PassageDraft[] {
  const sections = outline(reading, title);
  const kept = sections.some((section) => !section.isBareHeading) ? sections : wholeDocument(reading);
  return kept
    .flatMap((section) => sectionChunks(reading, section).map((chunk) => ({ chunk, section })))
    .map(({ chunk, section }, ordinal) => {
      const page = reading.paragraphs[chunk.paragraph]?.page;
      return {
        ordinal,
        headingPath: chunkPath(reading, section, chunk),
        ...(section.article !== undefined && { article: section.article }),
        paragraph: chunk.paragraph,
        ...(page !== undefined && { page }),
        start: chunk.start,
        end: chunk.end,
        text: reading.text.slice(chunk.start, chunk.end),
      };
    });
}

/** A document of headings alone still has to be found. */
function wholeDocument(reading: ReadingText): Section[] {
  return [{ headingPath: [], paragraphs: reading.paragraphs.map((_, index) => index), isBareHeading: false }];
}

function sectionChunks(reading: ReadingText, section: Section): Chunk[] {
  const whole = section.paragraphs.flatMap((paragraph) => paragraphSpan(reading, paragraph));
  const first = whole[0];
  const last = whole.at(-1);
  if (first === undefined || last === undefined) return [];
  const fits = last.end - first.start <= longestPassage;
  if (fits && (section.article !== undefined || isTable(reading, section))) return [{ ...first, end: last.end }];
  const target = section.article !== undefined || isTable(reading, section) ? splitTarget : mergeTarget;
  return pack(
    whole.flatMap((chunk) => splitLong(reading, chunk)),
    target,
  );
}

function paragraphSpan(reading: ReadingText, paragraph: number): Chunk[] {
  const found = reading.paragraphs[paragraph];
  return found === undefined ? [] : [{ paragraph, start: found.start, end: found.end }];
}

function isTable(reading: ReadingText, section: Section): boolean {
  return section.paragraphs.every((paragraph) => reading.paragraphs[paragraph]?.kind === 'table-row');
}

/** Joins neighbours as long as they stay within the target. */
function pack(chunks: readonly Chunk[], target: number): Chunk[] {
  const packed: Chunk[] = [];
  for (const chunk of chunks) {
    const last = packed.at(-1);
    if (last !== undefined && chunk.end - last.start <= target) packed[packed.length - 1] = { ...last, end: chunk.end };
    else packed.push(chunk);
  }
  return packed;
}

function splitLong(reading: ReadingText, chunk: Chunk): Chunk[] {
  if (chunk.end - chunk.start <= longestPassage) return [chunk];
  const sentences = splitSentences(reading.text.slice(chunk.start, chunk.end)).flatMap(splitAnywhere);
  return pack(
    sentences.map(({ start, end }) => ({ paragraph: chunk.paragraph, start: chunk.start + start, end: chunk.start + end })),
    splitTarget,
  );
}

/** A sentence longer than a passage may be is a list or has lost its marks: cut it by length. */
function splitAnywhere(sentence: Span): Span[] {
  if (sentence.end - sentence.start <= longestPassage) return [sentence];
  const pieces: Span[] = [];
  for (let start = sentence.start; start < sentence.end; start += splitTarget)
    pieces.push({ start, end: Math.min(start + splitTarget, sentence.end) });
  return pieces;
}

/** Rows cut off from the head of their table carry it as their last heading. */
function chunkPath(reading: ReadingText, section: Section, chunk: Chunk): readonly string[] {
  const head = reading.paragraphs[section.paragraphs[0] ?? -1];
  if (head?.kind !== 'table-row' || chunk.start === head.start) return section.headingPath;
  return [...section.headingPath, reading.text.slice(head.start, Math.min(head.end, head.start + 80))];
}
