// From the bytes of a file to its reading text and passages. Pure: no files, no network, no clock; a file that cannot be read is an outcome.
import { cleanDraft } from './clean/clean.ts';
import { elementsOf } from './elements.ts';
import { type EnclosedPart, highestMark, joinEnclosed, openEnclosed } from './enclosed.ts';
import { factsOf } from './facts.ts';
import { type ParsedFile, parseFile, type ReadOptions, type SourceFile } from './parse-file.ts';
import type { CleaningKind, FileFlag, ReadOutcome, RejectionReason } from './reading.ts';
import { asRecognised } from './recognised-elements.ts';
import { referencesIn } from './references.ts';
import { markHeadings } from './segment/headings.ts';
import { segmentPassages } from './segment/segment.ts';
import { titleOf } from './title.ts';

/** With `recognition`, pages that are pictures are read too, inside other files as well. */
export async function readDocument(file: SourceFile, options: ReadOptions = {}): Promise<ReadOutcome> {
  const parsed = await parseFile(file, options);
  return parsed.kind === 'rejected' ? parsed : finish(file, parsed, options);
}

/** What cleaning left out tells something of the file. */
const flagOfCleaning: Partial<Record<CleaningKind, FileFlag>> = {
  'hidden-text-removed': 'hidden_text',
  'pinyin-notes-removed': 'text_noise',
  'destroyed-bytes-marked': 'text_noise',
};

/** Why nothing could be read of the files inside: that one is of another kind says less than that one is hostile. */
function reasonOf(parts: readonly EnclosedPart[]): RejectionReason {
  const reasons = parts.flatMap(({ rejected }) => rejected?.reason ?? []);
  return reasons.find((reason) => reason !== 'unsupported-format' && reason !== 'empty') ?? reasons[0] ?? 'empty';
}

/** What a document says of itself is taken from its own text; the files inside it are read after it, and searched like it. */
async function finish({ name, password }: SourceFile, parsed: ParsedFile, options: ReadOptions): Promise<ReadOutcome> {
  const { format, draft, encoding, isMisnamed } = parsed;
  const own = cleanDraft(draft);
  const parts = await openEnclosed(parsed.enclosed ?? [], { ...options, password });
  const { reading, enclosed } = joinEnclosed(own, parts);
  if (own.text === '' && !parts.some((part) => part.read?.reading.text)) return { kind: 'rejected', format, reason: reasonOf(parts) };
  const { pages } = draft;
  const title = titleOf(own, draft.title, name);
  const facts = { ...factsOf(own), ...draft.facts };
  const written = elementsOf(own, title, facts);
  const read = draft.flags.includes('ocr') ? written.map((element) => asRecognised(own, element)) : written;
  const elements = [...read, ...(draft.elements ?? [])];
  const flags = [
    ...(isMisnamed ? (['type_mismatch'] as const) : []),
    ...draft.flags,
    ...parts.flatMap((part) => part.read?.flags ?? []),
    ...reading.notes.flatMap(({ kind: note }) => flagOfCleaning[note] ?? []),
  ];
  return {
    kind: 'read',
    format,
    ...(encoding !== undefined && { encoding }),
    title,
    reading: markHeadings(reading, title),
    passages: segmentPassages(reading, title),
    flags: [...new Set(flags)],
    facts,
    elements: [...elements, ...highestMark(elements, enclosed, parts)],
    // What an attachment repeals or amends is not done by the letter that carries it.
    references: referencesIn(reading, title, facts.documentNumber).map((reference) =>
      reference.start > own.text.length ? { ...reference, kind: 'cites' } : reference,
    ),
    ...(pages !== undefined && { pages }),
    ...(enclosed.length > 0 && { enclosed }),
  };
}
