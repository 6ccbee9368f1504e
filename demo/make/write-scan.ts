// A draft as a scanned page: its first page as black and white dots, specked and a little askew, in a PDF without any text.
// Needs `pdftoppm` (poppler) on the PATH.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deflateSync } from 'node:zlib';
import type { Draft } from './draft.ts';
import { writePdf } from './write-pdf.ts';

interface Bitmap {
  readonly width: number;
  readonly height: number;
  /** One bit a dot, 1 is black, rows padded to whole bytes (the layout of PBM). */
  readonly rows: Uint8Array;
}

const run = promisify(execFile);
const dotsPerInch = 150;
const tiltRadians = 0.012;
const specks = 500;

export async function writeScan(draft: Draft): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'demo-scan-'));
  try {
    await writeFile(join(folder, 'page.pdf'), await writePdf(draft));
    await run('pdftoppm', ['-mono', '-r', `${dotsPerInch}`, '-singlefile', join(folder, 'page.pdf'), join(folder, 'page')]);
    return imageOnlyPdf(specked(readBitmap(await readFile(join(folder, 'page.pbm')))));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function readBitmap(file: Uint8Array): Bitmap {
  const header = /^P4\s(\d+)\s(\d+)\s/.exec(Buffer.from(file.subarray(0, 40)).toString('latin1'));
  if (!header) throw new Error('pdftoppm did not write a PBM file');
  return { width: Number(header[1]), height: Number(header[2]), rows: file.slice(header[0].length) };
}

/** Dust of the scanner's glass: places come from a fixed sequence (xorshift32), so that the same draft gives the same file. */
function specked(page: Bitmap): Bitmap {
  const rows = page.rows.slice();
  let state = 2011;
  for (let speck = 0; speck < specks; speck += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const place = (state >>> 3) % rows.length;
    rows[place] = (rows[place] ?? 0) ^ (1 << (state & 7));
  }
  return { ...page, rows };
}

function imageOnlyPdf(page: Bitmap): Uint8Array {
  const width = (page.width * 72) / dotsPerInch;
  const height = (page.height * 72) / dotsPerInch;
  const [cosine, sine] = [Math.cos(tiltRadians), Math.sin(tiltRadians)];
  const matrix = [width * cosine, width * sine, -height * sine, height * cosine, height * sine * 0.5, -width * sine * 0.5];
  const image = deflateSync(page.rows, { level: 9 });
  return pdfFile([
    Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
    Buffer.from('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
    Buffer.from(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Resources << /XObject << /Scan 4 0 R >> >> /Contents 5 0 R >>`,
    ),
    stream(
      `/Type /XObject /Subtype /Image /Width ${page.width} /Height ${page.height} /ColorSpace /DeviceGray /BitsPerComponent 1 /Decode [1 0] /Filter /FlateDecode`,
      image,
    ),
    stream('', Buffer.from(`q ${matrix.map((value) => value.toFixed(3)).join(' ')} cm /Scan Do Q`)),
  ]);
}

function stream(entries: string, content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`<< ${entries} /Length ${content.length} >>\nstream\n`), content, Buffer.from('\nendstream')]);
}

function pdfFile(objects: readonly Buffer[]): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n')];
  const offsets: number[] = [];
  let length = 9;
  objects.forEach((object, index) => {
    const part = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), object, Buffer.from('\nendobj\n')]);
    offsets.push(length);
    length += part.length;
    parts.push(part);
  });
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}`;
  const trailer = `trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`;
  return Buffer.concat([...parts, Buffer.from(table + trailer)]);
}
