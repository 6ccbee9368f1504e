// Scans made for tests: text drawn as a picture, turned a little, and put into a PDF without text.
import { readFileSync } from 'node:fs';
import { type Canvas, createCanvas, GlobalFonts } from '@napi-rs/canvas';

const family = GlobalFonts.families.map((font) => font.family).find((name) => /CJK/.test(name));

interface Packed {
  readonly width: number;
  readonly height: number;
  readonly jpeg: Uint8Array;
}
interface Scan extends Packed {
  readonly canvas: Canvas;
  readonly png: Uint8Array;
}

/** Each line with the height of its letters, at 150 dots an inch; `turned` in degrees. */
export function drawScan(lines: readonly (readonly [text: string, points: number, left?: number])[], turned = 0): Scan {
  if (family === undefined) throw new Error('No Chinese font: install fonts-noto-cjk.');
  const [width, height, pixelsPerPoint] = [1240, 800, 150 / 72];
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#f6f4ee';
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#222';
  context.rotate((turned * Math.PI) / 180);
  let y = 60;
  for (const [text, points, left = 40] of lines) {
    y += points * pixelsPerPoint * 1.8;
    context.font = `${points * pixelsPerPoint}px "${family}"`;
    context.fillText(text, left * pixelsPerPoint, y);
  }
  return scanOf(canvas);
}

function scanOf(canvas: Canvas): Scan {
  const { width, height } = canvas;
  return { width, height, canvas, jpeg: canvas.toBuffer('image/jpeg', 90), png: canvas.toBuffer('image/png') };
}

/** The same page as it comes out of a scanner in which it lay on its side or its head. */
export function laidDown({ canvas }: Scan, clockwise: 90 | 180 | 270): Scan {
  const [width, height] = clockwise === 180 ? [canvas.width, canvas.height] : [canvas.height, canvas.width];
  const laid = createCanvas(width, height);
  const context = laid.getContext('2d');
  context.translate(width / 2, height / 2);
  context.rotate((clockwise * Math.PI) / 180);
  context.drawImage(canvas, -canvas.width / 2, -canvas.height / 2);
  return scanOf(laid);
}

/** A page that jbig2enc 0.30 packed, of a title and two articles: as one picture, or by the shapes of its letters. */
export function savedJbig2(name: 'scan' | 'scan-symbols') {
  return { width: 1240, height: 800, jbig2: readFileSync(new URL(`../../../test/fixtures/${name}.jb2`, import.meta.url)) };
}

/** A page for each: a scan, or the operators of a written page. */
export function scannedPdf(contents: readonly (Packed | ReturnType<typeof savedJbig2> | string)[]): Uint8Array {
  const objects: Buffer[] = [];
  const pages = contents.map((content, index) => {
    const first = 3 + index * 3;
    const [width, height] = typeof content === 'string' ? [595, 842] : [(content.width * 72) / 150, (content.height * 72) / 150];
    const operators = typeof content === 'string' ? content : `q ${width} 0 0 ${height} 0 0 cm /I Do Q`;
    const resources = `<< /${typeof content === 'string' ? 'Font << /F' : 'XObject << /I'} ${first + 2} 0 R >> >>`;
    objects.push(
      Buffer.from(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Contents ${first + 1} 0 R /Resources ${resources} >>`),
      Buffer.from(`<< /Length ${operators.length} >>\nstream\n${operators}\nendstream`),
      typeof content === 'string'
        ? Buffer.from('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>')
        : pictureObject(content),
    );
    return `${first} 0 R`;
  });
  objects.unshift(
    Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
    Buffer.from(`<< /Type /Pages /Kids [${pages.join(' ')}] /Count ${pages.length} >>`),
  );
  return fileOf(objects);
}

/** Of JBIG2 a PDF holds what follows the head of its file. */
function pictureObject(picture: Packed | ReturnType<typeof savedJbig2>): Buffer {
  const [packed, about] =
    'jpeg' in picture
      ? [picture.jpeg, '/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode']
      : [picture.jbig2.subarray(13), '/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /JBIG2Decode'];
  const head = `<< /Type /XObject /Subtype /Image /Width ${picture.width} /Height ${picture.height} ${about} /Length ${packed.length} >>`;
  return Buffer.concat([Buffer.from(`${head}\nstream\n`), packed, Buffer.from('\nendstream')]);
}

function fileOf(objects: readonly Buffer[]): Uint8Array {
  const parts = [Buffer.from('%PDF-1.4\n')];
  const offsets: number[] = [];
  let length = parts[0]?.length ?? 0;
  objects.forEach((object, index) => {
    const part = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), object, Buffer.from('\nendobj\n')]);
    offsets.push(length);
    length += part.length;
    parts.push(part);
  });
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  parts.push(
    Buffer.from(`xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`),
  );
  return new Uint8Array(Buffer.concat(parts));
}
