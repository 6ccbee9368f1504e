// Files inside a file: the attachments of a mail, the entries of an archive. Each is read like a file of its own, within limits that hold
// for all of them together, and its text follows that of the file around it under its name.
import { cleanDraft } from './clean/clean.ts';
import type { EnclosedFile } from './draft.ts';
import { elementsOf } from './elements.ts';
import { type ParsedFile, parseFile, type RejectedFile, rejectionOf } from './parse-file.ts';
import type { ParseOptions } from './parse-options.ts';
import type {
  CleaningNote,
  DocumentElement,
  DocumentFormat,
  EnclosedReading,
  FileFlag,
  OriginRun,
  Paragraph,
  ReadingText,
} from './reading.ts';

/** A mail in an archive has attachments; what lies deeper was packed to be missed. */
const deepest = 2;
/** Limits of everything inside one file: attachments are some dozen, archives of a collection some hundred. */
const mostFiles = 500;
const largestTotalBytes = 200_000_000;

export interface EnclosedPart {
  readonly name: string;
  readonly depth: number;
  readonly read?: { readonly format: DocumentFormat; readonly reading: ReadingText; readonly flags: readonly FileFlag[] };
  readonly rejected?: RejectedFile;
}

/** In the order in which their texts stand: what lies inside a file follows it. */
export async function openEnclosed(
  files: readonly EnclosedFile[],
  options: ParseOptions = {},
  depth = 1,
  left: { files: number; bytes: number } = { files: mostFiles, bytes: largestTotalBytes },
): Promise<EnclosedPart[]> {
  const parts: EnclosedPart[] = [];
  for (const file of files) {
    const { name } = file;
    const parsed = await parseEnclosed(file, options, depth, left);
    if (parsed.kind === 'rejected') {
      parts.push({ name, depth, rejected: parsed });
      continue;
    }
    const { format, draft, isMisnamed, enclosed = [] } = parsed;
    const reading = cleanDraft(draft);
    if (reading.text === '' && enclosed.length === 0) parts.push({ name, depth, rejected: { kind: 'rejected', format, reason: 'empty' } });
    else {
      parts.push({ name, depth, read: { format, reading, flags: isMisnamed ? [...draft.flags, 'type_mismatch'] : draft.flags } });
      parts.push(...(await openEnclosed(enclosed, options, depth + 1, left)));
    }
  }
  return parts;
}

async function parseEnclosed(
  file: EnclosedFile,
  { password, ...options }: ParseOptions,
  depth: number,
  left: { files: number; bytes: number },
): Promise<ParsedFile | RejectedFile> {
  if (depth > deepest) return { kind: 'rejected', reason: 'too-deep' };
  left.files -= 1;
  if (left.files < 0 || left.bytes < 0) return { kind: 'rejected', reason: 'too-large' };
  try {
    if (file.kind === 'part') {
      const parsed = file.parse();
      return parsed.kind === 'rejected' ? parsed : { ...parsed, format: file.format, isMisnamed: false };
    }
    const bytes = file.bytes();
    left.bytes -= bytes.length;
    return left.bytes < 0
      ? { kind: 'rejected', reason: 'too-large' }
      : await parseFile({ name: file.name, bytes, ...(password !== undefined && { password }) }, options);
  } catch (error) {
    return rejectionOf(error);
  }
}

/** One text of all: a file's name is a heading above its text, and its own headings stand below that. */
export function joinEnclosed(
  own: ReadingText,
  parts: readonly EnclosedPart[],
): { readonly reading: ReadingText; readonly enclosed: readonly EnclosedReading[] } {
  if (parts.length === 0) return { reading: own, enclosed: [] };
  const joined = new JoinedReading(own);
  const enclosed = parts.map(({ name, depth, read, rejected }): EnclosedReading => {
    if (read === undefined) {
      const { format, reason } = rejected ?? { reason: 'damaged' as const };
      joined.note({ kind: 'enclosed-file-unread', count: 1, samples: [{ before: name.slice(0, 60), after: reason }] });
      return { kind: 'rejected', name, depth, ...(format !== undefined && { format }), reason };
    }
    return { kind: 'read', name, depth, format: read.format, ...joined.add(name, depth, read.reading) };
  });
  return { reading: joined.build(), enclosed };
}

const lowestLevel = 8;

class JoinedReading {
  private readonly texts: string[];
  private readonly paragraphs: Paragraph[];
  private readonly runs: OriginRun[];
  private readonly notes: Map<CleaningNote['kind'], CleaningNote>;
  private length: number;
  /** Paragraphs are counted on through all the files, since a place in one has no page or offset in the file around it. */
  private ordinal: number;

  constructor(own: ReadingText) {
    this.texts = own.text === '' ? [] : [own.text];
    this.paragraphs = [...own.paragraphs];
    this.runs = [...own.originMap.runs];
    this.notes = new Map(own.notes.map((note) => [note.kind, note]));
    this.length = own.text === '' ? 0 : own.text.length + 1;
    this.ordinal = own.originMap.runs.reduce(
      (most, { origin }) => Math.max(most, origin.kind === 'paragraph' ? origin.paragraph + 1 : 0),
      0,
    );
  }

  add(name: string, depth: number, { text, paragraphs, originMap, notes }: ReadingText): { readonly start: number; readonly end: number } {
    const start = this.length;
    const heading = name.replace(/\s+/g, ' ').trim() || '?';
    this.append(heading, [{ kind: 'heading', level: depth, start: 0, end: heading.length }], [wholeOf(heading)]);
    this.append(
      text,
      paragraphs.map(({ kind, level = 1, start: from, end }) => ({
        kind: kind === 'title' ? 'heading' : kind,
        start: from,
        end,
        ...(kind === 'title' && { level: Math.min(lowestLevel, depth + 1) }),
        ...(kind === 'heading' && { level: Math.min(lowestLevel, depth + 1 + level) }),
      })),
      originMap.runs,
    );
    for (const note of notes) this.note(note);
    return { start, end: this.length - 1 };
  }

  note({ kind, count, samples }: CleaningNote): void {
    const known = this.notes.get(kind);
    this.notes.set(kind, { kind, count: (known?.count ?? 0) + count, samples: [...(known?.samples ?? []), ...samples].slice(0, 5) });
  }

  build(): ReadingText {
    return { text: this.texts.join('\n'), paragraphs: this.paragraphs, originMap: { runs: this.runs }, notes: [...this.notes.values()] };
  }

  private append(text: string, paragraphs: readonly Paragraph[], runs: readonly Pick<OriginRun, 'start' | 'length'>[]): void {
    if (text === '') return;
    let next = 0;
    for (const { start, end, ...rest } of paragraphs) {
      this.paragraphs.push({ ...rest, start: this.length + start, end: this.length + end });
      for (; (runs[next]?.start ?? Number.POSITIVE_INFINITY) < end; next += 1) {
        const run = runs[next];
        if (run === undefined || run.start < start) continue;
        const { length } = run;
        this.runs.push({
          start: this.length + run.start,
          length,
          origin: { kind: 'paragraph', paragraph: this.ordinal, at: run.start - start, length },
        });
      }
      this.ordinal += 1;
    }
    this.texts.push(text);
    this.length += text.length + 1;
  }
}

function wholeOf(text: string): Pick<OriginRun, 'start' | 'length'> {
  return { start: 0, length: text.length };
}

const marks = ['绝密', '机密', '秘密', '内部'];

/** The mark of the most secret file inside, where it is above the document's own: what carries it must not stand lower than it. */
export function highestMark(
  elements: readonly DocumentElement[],
  enclosed: readonly EnclosedReading[],
  parts: readonly EnclosedPart[],
): DocumentElement[] {
  let highest = elements.findLast(({ name }) => name === 'secrecy');
  const own = highest;
  for (const [index, { read, name }] of parts.entries()) {
    const mark = read && elementsOf(read.reading, name).find((element) => element.name === 'secrecy');
    const place = enclosed[index];
    if (!mark || place?.kind !== 'read' || (highest && rankOf(mark) >= rankOf(highest))) continue;
    const at = place.end - (read?.reading.text.length ?? 0);
    highest = { ...mark, span: mark.span && { start: mark.span.start + at, end: mark.span.end + at } };
  }
  return highest && highest !== own ? [highest] : [];
}

function rankOf({ value }: DocumentElement): number {
  return marks.findIndex((mark) => String(value).startsWith(mark));
}
