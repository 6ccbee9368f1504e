// A draft as PDF with a text layer: its DOCX, printed by LibreOffice (`soffice` on the PATH) with the Noto CJK faces, of which it embeds the used glyphs.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Draft } from './draft.ts';
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
    return await readFile(join(folder, 'draft.pdf'));
  } finally {
    await rm(folder, { recursive: true });
  }
}
