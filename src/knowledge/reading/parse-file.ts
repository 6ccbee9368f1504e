// From the bytes of one file to its draft: what it is, whether it is within limits, and the parser of its format.
import type { Grade } from '../../base/grade.ts';
import { decodeText, looksBinary } from './decode.ts';
import type { ParseResult } from './draft.ts';
import { parseCsv } from './parse/csv.ts';
import { parseDoc } from './parse/doc.ts';
import { parseDocx } from './parse/docx.ts';
import { parseEml } from './parse/eml.ts';
import { openEncryptedPackage } from './parse/encrypted-package.ts';
import { parseHtml } from './parse/html.ts';
import { parseImage } from './parse/image.ts';
import { MalformedFile } from './parse/malformed-file.ts';
import { parseMarkdown } from './parse/md.ts';
import { parseMsg } from './parse/msg.ts';
import { parseOds } from './parse/ods.ts';
import { parseOdt } from './parse/odt.ts';
import { parseOfd } from './parse/ofd.ts';
import { parsePdf } from './parse/pdf.ts';
import { parsePptx } from './parse/pptx.ts';
import { parseRtf } from './parse/rtf.ts';
import { parseText } from './parse/txt.ts';
import { parseXls } from './parse/xls.ts';
import { parseXlsx } from './parse/xlsx.ts';
import { parseZip } from './parse/zip.ts';
import type { DocumentFormat, RejectionReason } from './reading.ts';
import type { ParseOptions } from './parse-options.ts';
import { sniffFormat } from './sniff.ts';

export interface SourceFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Of the document, where pages of it may go to a recognition service. */
  readonly grade?: Grade;
  /** Opens it where it is encrypted. */
  readonly password?: string;
}

/** With `recognition`, pages that are pictures are read too. */
export type ReadOptions = Omit<ParseOptions, 'password'>;

export interface RejectedFile {
  readonly kind: 'rejected';
  readonly format?: DocumentFormat;
  readonly reason: RejectionReason;
}

export type ParsedFile = Extract<ParseResult, { kind: 'parsed' }> & {
  readonly format: DocumentFormat;
  /** Of text formats. */
  readonly encoding?: string;
  /** Its name promises another format. */
  readonly isMisnamed: boolean;
};

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
  ods: { reads: 'bytes', parse: parseOds },
  msg: { reads: 'bytes', parse: parseMsg },
  zip: { reads: 'bytes', parse: parseZip },
  image: { reads: 'bytes', parse: parseImage },
};

type Parser =
  | { readonly reads: 'text'; readonly parse: (source: string) => ParseResult }
  | { readonly reads: 'bytes'; readonly parse: (bytes: Uint8Array, options: ParseOptions) => ParseResult | Promise<ParseResult> };

/** Policy documents are below 50 MB even with pictures; text formats above 15 MB are data dumps. */
const largestFileBytes = 100_000_000;
const largestTextBytes = 15_000_000;

export async function parseFile(file: SourceFile, options: ReadOptions = {}): Promise<ParsedFile | RejectedFile> {
  if (file.bytes.length === 0) return { kind: 'rejected', reason: 'empty' };
  if (file.bytes.length > largestFileBytes) return { kind: 'rejected', reason: 'too-large' };
  const sniffed = sniffFormat(file.name, file.bytes);
  if (sniffed.kind === 'rejected') return sniffed.reason === 'encrypted' ? parseEncrypted(file, options) : sniffed;
  const { format, isMisnamed } = sniffed;
  const parsed = await parse(format, file.bytes, { ...options, password: file.password }).catch(rejectionOf);
  return parsed.kind === 'rejected' ? { ...parsed, format } : { ...parsed, format, isMisnamed };
}

/** An office package under a password: what it holds is read as a file of its own. */
async function parseEncrypted({ name, bytes, password }: SourceFile, options: ReadOptions): Promise<ParsedFile | RejectedFile> {
  try {
    const opened = password === undefined ? undefined : openEncryptedPackage(bytes, password);
    return opened === undefined ? { kind: 'rejected', reason: 'encrypted' } : await parseFile({ name, bytes: opened }, options);
  } catch (error) {
    return rejectionOf(error);
  }
}

/** Binary formats lead beyond the end of the file only where it is damaged. */
export function rejectionOf(error: unknown): RejectedFile {
  if (error instanceof MalformedFile) return { kind: 'rejected', reason: error.reason };
  if (error instanceof RangeError) return { kind: 'rejected', reason: 'damaged' };
  throw error;
}

async function parse(
  format: DocumentFormat,
  bytes: Uint8Array,
  options: ParseOptions,
): Promise<ParseResult & { readonly encoding?: string }> {
  const parser = parsers[format];
  if (parser.reads === 'bytes') return parser.parse(bytes, options);
  if (bytes.length > largestTextBytes) return { kind: 'rejected', reason: 'too-large' };
  const decoded = decodeText(bytes, format === 'html' ? declaredCharset(bytes) : undefined);
  if (decoded === undefined || looksBinary(decoded.text)) return { kind: 'rejected', reason: 'undecodable' };
  const parsed = parser.parse(decoded.text);
  return parsed.kind === 'rejected' ? parsed : { ...parsed, encoding: decoded.encoding };
}

/** The encoding that a page declares stands in its first kilobyte (HTML standard). */
function declaredCharset(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).toString('latin1');
  return /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(head)?.[1];
}
