// Small files for the tests of this room, made here byte by byte so that a test shows what is in them.
import { strToU8, type Zippable, zipSync } from 'fflate';

/** A word document with the given body; further parts by name. */
export function docxFile(body: string, parts: Readonly<Record<string, string>> = {}): Uint8Array {
  return packageFile({
    '[Content_Types].xml': '<Types/>',
    'word/document.xml': `<w:document><w:body>${body}</w:body></w:document>`,
    ...parts,
  });
}

/** A package of these parts, in this order; the first is not compressed, as OpenDocument wants its type. */
export function packageFile(parts: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const files: Zippable = {};
  for (const [index, [name, content]] of Object.entries(parts).entries())
    files[name] = [typeof content === 'string' ? strToU8(content) : content, { level: index === 0 ? 0 : 6 }];
  return zipSync(files);
}

export function docxParagraph(text: string, properties = '', run = ''): string {
  return `<w:p><w:pPr>${properties}</w:pPr><w:r><w:rPr>${run}</w:rPr><w:t>${text}</w:t></w:r></w:p>`;
}

/** A one-page PDF whose content stream is given; the font is Helvetica under the name F. */
export function pdfFile(content: string | Uint8Array, filter = ''): Uint8Array {
  const stream = typeof content === 'string' ? Buffer.from(content, 'latin1') : Buffer.from(content);
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>',
    Buffer.concat([Buffer.from(`<< /Length ${stream.length} ${filter} >>\nstream\n`), stream, Buffer.from('\nendstream')]),
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ];
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n')];
  const offsets: number[] = [];
  objects.forEach((object, index) => {
    offsets.push(Buffer.concat(parts).length);
    parts.push(Buffer.from(`${index + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n'));
  });
  const start = Buffer.concat(parts).length;
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  parts.push(Buffer.from(`xref\n0 6\n0000000000 65535 f \n${table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${start}\n%%EOF`));
  return new Uint8Array(Buffer.concat(parts));
}

/** An archive of these files, by their paths. */
export function archiveFile(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  return zipSync(files);
}
