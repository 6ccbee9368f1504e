// What a file is, by its content; its name only decides between formats that look alike, and is checked for lies.
import { decodeText, looksBinary } from './decode.ts';
import { openCompoundFile } from './parse/compound-file.ts';
import { readZipDirectory } from './parse/zip-directory.ts';
import type { DocumentFormat, RejectionReason } from './reading.ts';

export type Sniffed =
  /** `isMisnamed`: its name promises another format. */
  { readonly kind: 'format'; readonly format: DocumentFormat; readonly isMisnamed: boolean } | Rejection;
type Rejection = { readonly kind: 'rejected'; readonly reason: RejectionReason };

const extensionFormats: Readonly<Record<string, DocumentFormat>> = {
  txt: 'txt',
  text: 'txt',
  md: 'md',
  markdown: 'md',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  csv: 'csv',
  docx: 'docx',
  docm: 'docx',
  xlsx: 'xlsx',
  xlsm: 'xlsx',
  pptx: 'pptx',
  pptm: 'pptx',
  odt: 'odt',
  pdf: 'pdf',
  ofd: 'ofd',
  eml: 'eml',
  doc: 'doc',
  dot: 'doc',
  wps: 'doc',
  xls: 'xls',
  et: 'xls',
  rtf: 'rtf',
  ods: 'ods',
  ots: 'ods',
  msg: 'msg',
  zip: 'zip',
  jpg: 'image',
  jpeg: 'image',
  png: 'image',
  bmp: 'image',
  tif: 'image',
  tiff: 'image',
};

/** What newer programs save under the names of older formats. */
const alsoNamed: Readonly<Record<string, DocumentFormat>> = { wps: 'docx', et: 'xlsx' };

/** Formats that are not read yet: a readable file under such a name is not what it promises. */
const otherExtensions = new Set(['ppt', 'dps', 'odp', 'gif']);

const binaryFormats: ReadonlySet<DocumentFormat> = new Set([
  'pdf',
  'docx',
  'xlsx',
  'pptx',
  'odt',
  'ofd',
  'doc',
  'xls',
  'rtf',
  'image',
  'ods',
  'msg',
]);
/** Those that are ZIP archives, known by their parts. */
const packages: ReadonlySet<DocumentFormat> = new Set(['docx', 'xlsx', 'pptx', 'odt', 'ods', 'ofd']);
const mismatch: Rejection = { kind: 'rejected', reason: 'type-mismatch' };
const unsupported: Rejection = { kind: 'rejected', reason: 'unsupported-format' };
const damaged: Rejection = { kind: 'rejected', reason: 'damaged' };

/**
 * Formats that open a document reader (PDF, DOCX, HTML) are recognised by content whatever the name says, so a wrong name among them is
 * harmless. A name that promises text or a document over any other binary content is a mismatch.
 */
export function sniffFormat(name: string, bytes: Uint8Array): Sniffed {
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  const named = extensionFormats[extension];
  const found = formatOfContent(bytes);
  if (found === 'zip') {
    if (named !== undefined && packages.has(named)) return { kind: 'format', format: named, isMisnamed: false };
    return named === undefined || named === 'zip'
      ? { kind: 'format', format: 'zip', isMisnamed: otherExtensions.has(extension) }
      : mismatch;
  }
  if (typeof found === 'object') return found;
  if (found === 'image' && named !== undefined && !binaryFormats.has(named)) return mismatch;
  if (found === 'other') return named === undefined ? unsupported : mismatch;
  if (found !== undefined) return { kind: 'format', format: found, isMisnamed: promisesOther(extension, found) };
  if (named === 'eml' || (named !== undefined && binaryFormats.has(named)))
    return isPlainText(bytes) ? { kind: 'format', format: 'txt', isMisnamed: true } : damaged;
  if (named === undefined && extension !== '') return unsupported;
  return { kind: 'format', format: named === 'md' || named === 'csv' ? named : 'txt', isMisnamed: false };
}

/** Words without a single control character; what is left of a broken file has some. */
function isPlainText(bytes: Uint8Array): boolean {
  const decoded = decodeText(bytes);
  return decoded !== undefined && !looksBinary(decoded.text) && decoded.encoding === 'utf-8' && !/[\0-\x08\x0e-\x1f]/.test(decoded.text);
}

function promisesOther(extension: string, found: DocumentFormat): boolean {
  const named = extensionFormats[extension];
  return named === undefined ? otherExtensions.has(extension) : named !== found && alsoNamed[extension] !== found;
}

const otherSignatures = ['\x7fELF', 'MZ', 'GIF8', 'RIFF', 'Rar!', '7z\xbc\xaf', '\x1f\x8b', 'SQLite format'];

/** PNG, JPEG, BMP, TIFF. */
const pictureSignature = /^(?:\x89PNG|\xff\xd8\xff|BM[^]{4}\0{4}|II\*\0|MM\0\*)/;

const compoundSignature = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';

function formatOfContent(bytes: Uint8Array): DocumentFormat | 'other' | Rejection | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).toString('latin1');
  // PDF readers accept the header anywhere in the first kilobyte.
  if (head.includes('%PDF-')) return 'pdf';
  if (head.startsWith('PK\x03\x04') || head.startsWith('PK\x05\x06')) return packageFormat(bytes);
  if (head.startsWith(compoundSignature)) return compoundFormat(bytes);
  if (head.startsWith('{\\rtf')) return 'rtf';
  if (pictureSignature.test(head)) return 'image';
  if (otherSignatures.some((signature) => head.startsWith(signature))) return 'other';
  if (startsLikeMail(head)) return 'eml';
  return startsLikeHtml(head) ? 'html' : undefined;
}

/** The main part of an office document is always at these in practice. */
const mainParts: readonly (readonly [string, DocumentFormat])[] = [
  ['word/document.xml', 'docx'],
  ['xl/workbook.xml', 'xlsx'],
  ['ppt/presentation.xml', 'pptx'],
  ['OFD.xml', 'ofd'],
];
/** OpenDocument files say their type in their first bytes, not packed. */
const statedTypes: readonly (readonly [string, DocumentFormat])[] = [
  ['mimetypeapplication/vnd.oasis.opendocument.text', 'odt'],
  ['mimetypeapplication/vnd.oasis.opendocument.spreadsheet', 'ods'],
];

/** By the names of its own directory, since an archive may hold office documents; by any name in it where it is cut off. */
function packageFormat(bytes: Uint8Array): DocumentFormat {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const names = namesIn(bytes);
  const main = mainParts.find(([name]) => names?.has(name) ?? content.includes(name));
  const stated = statedTypes.find(([mark]) => content.subarray(0, 200).includes(mark));
  return main?.[1] ?? stated?.[1] ?? 'zip';
}

function namesIn(bytes: Uint8Array): Set<string> | undefined {
  try {
    return new Set(readZipDirectory(bytes).map(({ name }) => name));
  } catch {
    return undefined;
  }
}

/** Streams at the root of a compound file; an encrypted package of a newer office is wrapped in one. */
const mainStreams: readonly (readonly [string, DocumentFormat | Rejection])[] = [
  ['EncryptedPackage', { kind: 'rejected', reason: 'encrypted' }],
  ['__properties_version1.0', 'msg'],
  ['WordDocument', 'doc'],
  ['Workbook', 'xls'],
  ['Book', 'xls'],
];

function compoundFormat(bytes: Uint8Array): DocumentFormat | 'other' | Rejection {
  try {
    const { paths } = openCompoundFile(bytes);
    return mainStreams.find(([name]) => paths.includes(name))?.[1] ?? 'other';
  } catch {
    return damaged;
  }
}

/** Two fields of a head that every message has, before its first blank line. */
function startsLikeMail(head: string): boolean {
  const [fields = ''] = head.split(/\r?\n\r?\n/, 1);
  const named = fields.match(/^(?:From|To|Subject|Date|Received|Message-ID|MIME-Version):/gim) ?? [];
  return /^[\w-]+:[^\n]*\r?\n/.test(head) && new Set(named.map((name) => name.toLowerCase())).size >= 3;
}

function startsLikeHtml(head: string): boolean {
  const plain = head.replaceAll('\0', '').replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '');
  return /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b/i.test(plain);
}
