// From the bytes of a file to its reading text and passages. Pure: no files, no network, no clock; a file that cannot be read is an outcome.
import { cleanDraft } from './clean/clean.ts';
import { decodeText, looksBinary } from './decode.ts';
import type { Draft, ParseResult } from './draft.ts';
import { elementsOf } from './elements.ts';
import { factsOf } from './facts.ts';
import { parseCsv } from './parse/csv.ts';
import { parseDoc } from './parse/doc.ts';
import { parseDocx } from './parse/docx.ts';
import { parseEml } from './parse/eml.ts';
import { parseHtml } from './parse/html.ts';
import { parseMarkdown } from './parse/md.ts';
import { parseOdt } from './parse/odt.ts';
import { parseOfd } from './parse/ofd.ts';
import { parsePdf } from './parse/pdf.ts';
import { parsePptx } from './parse/pptx.ts';
import { parseRtf } from './parse/rtf.ts';
import { parseText } from './parse/txt.ts';
import { parseXls } from './parse/xls.ts';
import { parseXlsx } from './parse/xlsx.ts';
import { MalformedFile } from './parse/malformed-file.ts';
import type { CleaningKind, DocumentFormat, FileFlag, ReadOutcome, RejectionReason } from './reading.ts';
import { referencesIn } from './references.ts';
import { markHeadings } from './segment/headings.ts';
import { segmentPassages } from './segment/segment.ts';
import { sniffFormat } from './sniff.ts';
import { titleOf } from './title.ts';

export interface SourceFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Text formats are decoded before they are parsed; the others read bytes. A new format is one more line here and one in `sniff.ts`. */
const parsers: Readonly<Record<DocumentFormat, Parser>> = {
  txt: { reads: 'text', parse: parseText },
  md: { reads: 'text', parse: parseMarkdown },
  html: { reads: 'text', parse: parseHtml },
  csv: { reads: 'text', parse: parseCsv },
  docx: { reads: 'bytes', parse: parseDocx },
  xlsx: { reads: 'bytes', parse: parseXlsx },
  pptx: { reads: 'bytes', parse: parsePptx },
  odt: { reads: 'bytes', parse: parseOdt },
  pdf: { reads: 'bytes', parse: parsePdf },
  ofd: { reads: 'bytes', parse: parseOfd },
  eml: { reads: 'bytes', parse: parseEml },
  doc: { reads: 'bytes', parse: parseDoc },
  xls: { reads: 'bytes', parse: parseXls },
  rtf: { reads: 'bytes', parse: parseRtf },
};

type Parser =
  | { readonly reads: 'text'; readonly parse: (source: string) => ParseResult }
  | { readonly reads: 'bytes'; readonly parse: (bytes: Uint8Array) => ParseResult | Promise<ParseResult> };

/** Policy documents are below 50 MB even with pictures; text formats above 20 MB are data dumps. */
const largestFileBytes = 100_000_000;
const largestTextBytes = 20_000_000;

export async function readDocument(file: SourceFile): Promise<ReadOutcome> {
  if (file.bytes.length === 0) return { kind: 'rejected', reason: 'empty' };
  if (file.bytes.length > largestFileBytes) return { kind: 'rejected', reason: 'too-large' };
  const sniffed = sniffFormat(file.name, file.bytes);
  if (sniffed.kind === 'rejected') return sniffed;
  const { format, isMisnamed } = sniffed;
  const parsed = await parse(format, file.bytes).catch(rejectionOf);
  if (parsed.kind === 'rejected') return { ...parsed, format };
  return finish(file.name, format, parsed, isMisnamed ? ['type_mismatch'] : []);
}

/** Binary formats lead beyond the end of the file only where it is damaged. */
function rejectionOf(error: unknown): { readonly kind: 'rejected'; readonly reason: RejectionReason } {
  if (error instanceof MalformedFile) return { kind: 'rejected', reason: error.reason };
  if (error instanceof RangeError) return { kind: 'rejected', reason: 'damaged' };
  throw error;
}

type Parsed = { readonly kind: 'parsed'; readonly draft: Draft; readonly encoding?: string };

async function parse(
  format: DocumentFormat,
  bytes: Uint8Array,
): Promise<Parsed | { readonly kind: 'rejected'; readonly reason: RejectionReason }> {
  const parser = parsers[format];
  if (parser.reads === 'bytes') return parser.parse(bytes);
  if (bytes.length > largestTextBytes) return { kind: 'rejected', reason: 'too-large' };
  const decoded = decodeText(bytes, format === 'html' ? declaredCharset(bytes) : undefined);
  if (decoded === undefined || looksBinary(decoded.text)) return { kind: 'rejected', reason: 'undecodable' };
  const parsed = parser.parse(decoded.text);
  return parsed.kind === 'rejected' ? parsed : { ...parsed, encoding: decoded.encoding };
}

/** What cleaning left out tells something of the file. */
const flagOfCleaning: Partial<Record<CleaningKind, FileFlag>> = {
  'hidden-text-removed': 'hidden_text',
  'pinyin-notes-removed': 'text_noise',
  'destroyed-bytes-marked': 'text_noise',
};

function finish(name: string, format: DocumentFormat, { draft, encoding }: Parsed, ofName: readonly FileFlag[]): ReadOutcome {
  const cleaned = cleanDraft(draft);
  if (cleaned.text === '') return { kind: 'rejected', format, reason: 'empty' };
  const { pages } = draft;
  const title = titleOf(cleaned, draft.title, name);
  const facts = { ...factsOf(cleaned), ...draft.facts };
  return {
    kind: 'read',
    format,
    ...(encoding !== undefined && { encoding }),
    title,
    reading: markHeadings(cleaned, title),
    passages: segmentPassages(cleaned, title),
    flags: [...new Set([...ofName, ...draft.flags, ...cleaned.notes.flatMap(({ kind: note }) => flagOfCleaning[note] ?? [])])],
    facts,
    elements: [...elementsOf(cleaned, title, facts), ...(draft.elements ?? [])],
    references: referencesIn(cleaned, title, facts.documentNumber),
    ...(pages !== undefined && { pages }),
  };
}

/** The encoding that a page declares stands in its first kilobyte (HTML standard). */
function declaredCharset(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).toString('latin1');
  return /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(head)?.[1];
}
