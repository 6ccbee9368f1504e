// A draft as PDF with a text layer: its DOCX, printed by LibreOffice (`soffice` on the PATH) with the Noto CJK faces, of which it embeds the used glyphs.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Draft, linesOf } from './draft.ts';
import { type TypeFaces, writeDocx } from './write-docx.ts';

const printTypeFaces: TypeFaces = {
  title: 'Noto Serif CJK SC',
  body: 'Noto Serif CJK SC',
  heading: 'Noto Sans CJK SC',
  subheading: 'Noto Serif CJK SC',
};

const run = promisify(execFile);

export async function writePdf(draft: Draft): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'demo-pdf-'));
  try {
    const source = join(folder, 'draft.docx');
    await writeFile(source, await writeDocx(draft, printTypeFaces));
    await run('soffice', [
      `-env:UserInstallation=file://${folder}/profile`,
      '--headless',
      '--convert-to',
      'pdf',
      '--outdir',
      folder,
      source,
    ]);
    await expectWhole(draft, join(folder, 'draft.pdf'));
    return await readFile(join(folder, 'draft.pdf'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** LibreOffice 7.4 drops some commas that hang over the right margin; a few more characters in that sentence move them. */
async function expectWhole(draft: Draft, file: string): Promise<void> {
  const { stdout } = await run('pdftotext', ['-layout', file, '-']);
  const printed = withoutSpace(stdout.replace(/^\s*— ?\d+ ?—\s*$/gm, ''));
  const lost = linesOf(draft).filter((line) => !printed.includes(withoutSpace(line)));
  if (lost.length > 0) throw new Error(`${draft.file}: the printed page differs from the draft, reword: ${lost.join(' / ')}`);
}

function withoutSpace(text: string): string {
  return text.replace(/\s/g, '');
}
