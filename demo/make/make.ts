// Writes demo/library and demo/library.json. Run by hand when a draft changes, then commit what it wrote:
//   node demo/make/make.ts              all documents
//   node demo/make/make.ts 停放 居住证    only those whose file name contains one of the words
// PDFs need LibreOffice (`soffice`), poppler (`pdftotext`, `pdftoppm`) and the fonts Noto Serif CJK SC and Noto Sans CJK SC.
import { mkdir, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Draft } from './draft.ts';
import { drafts } from './drafts.ts';
import { officeTypeFaces, writeDocx } from './write-docx.ts';
import { writeHtml } from './write-html.ts';
import { writePdf } from './write-pdf.ts';
import { writeScan } from './write-scan.ts';
import { writeMarkdown, writeTxt } from './write-text.ts';

const demoFolder = join(import.meta.dirname, '..');
const libraryFolder = join(demoFolder, 'library');
const wanted = process.argv.slice(2);

await mkdir(libraryFolder, { recursive: true });
for (const draft of drafts) {
  if (wanted.length === 0 || wanted.some((word) => draft.file.includes(word)))
    await writeFile(join(libraryFolder, draft.file), await fileOf(draft));
}
await writeFile(join(demoFolder, 'library.json'), `${JSON.stringify(drafts.map(manifestEntry), null, 2)}\n`);

function fileOf(draft: Draft): Uint8Array | string | Promise<Uint8Array> {
  switch (extname(draft.file)) {
    case '.docx':
      return writeDocx(draft, officeTypeFaces);
    case '.pdf':
      return draft.kept === 'scanned' ? writeScan(draft) : writePdf(draft);
    case '.html':
      return writeHtml(draft);
    case '.txt':
      return writeTxt(draft);
    case '.md':
      return writeMarkdown(draft);
    default:
      throw new Error(`No writer for ${draft.file}`);
  }
}

/** The text of the document says the rest (number, dates) itself. */
function manifestEntry({ file, title, collection, department, grade, facts }: Draft): object {
  return { file, title, collection, department, grade, ...facts };
}
