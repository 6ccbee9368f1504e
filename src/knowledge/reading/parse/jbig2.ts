// JBIG2 (ITU-T T.88), in which scanners pack pages of black and white: unpacked by pdf.js, which knows it as it stands in a PDF, that is
// without its head.
import type { Canvas } from '@napi-rs/canvas';
import { MalformedFile } from './malformed-file.ts';
import { pictureOfPage } from './pdf-picture.ts';
import { beginPdf } from './pdf-task.ts';
import { largestPicture, type PictureSize } from './picture-size.ts';

const signature = '\x97JB2\r\n\x1a\n';
/** After the signature: flags, and how many pages there are where that is known. */
const [flagsAt, isSequential, isUncounted] = [8, 1, 2];
const pageInformation = 48;
const mostSegments = 10_000;

export function isJbig2(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, signature.length)).toString('latin1') === signature;
}

/** Its first page. Throws `MalformedFile`, or a RangeError where it leads beyond its end. */
export function jbig2Picture(bytes: Uint8Array): PictureSize & { readonly draw: () => Promise<Canvas> } {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flags = file.readUInt8(flagsAt);
  if ((flags & isSequential) === 0)
    throw new MalformedFile('a JBIG2 picture whose parts stand apart from their heads', 'unsupported-format');
  const segments = file.subarray(flagsAt + ((flags & isUncounted) === 0 ? 5 : 1));
  const size = sizeIn(segments);
  if (size.width * size.height > largestPicture) throw new MalformedFile('a picture too large', 'too-large');
  return { ...size, draw: () => draw(segments, size) };
}

/** What the first page says of itself. */
function sizeIn(segments: Buffer): PictureSize {
  let at = 0;
  for (let count = 0; count < mostSegments; count += 1) {
    const { kind, dataAt, dataBytes } = segmentAt(segments, at);
    if (kind === pageInformation) {
      const [width, height] = [segments.readUInt32BE(dataAt), segments.readUInt32BE(dataAt + 4)];
      if (width * height === 0) throw new MalformedFile('a picture without a size');
      return { width, height };
    }
    at = dataAt + dataBytes;
  }
  throw new MalformedFile('a JBIG2 picture without its page');
}

/** The head of a segment (7.2): its number, its kind, the segments that it refers to, its page, and how long its content is. */
function segmentAt(segments: Buffer, at: number) {
  const number = segments.readUInt32BE(at);
  const flags = segments.readUInt8(at + 4);
  const short = segments.readUInt8(at + 5) >>> 5;
  const references = short === 7 ? segments.readUInt32BE(at + 5) & 0x1fffffff : short;
  const referencesAt = at + 5 + (short === 7 ? 4 + Math.ceil((references + 1) / 8) : 1);
  const referenceBytes = number <= 256 ? 1 : number <= 65_536 ? 2 : 4;
  const lengthAt = referencesAt + references * referenceBytes + ((flags & 0x40) === 0 ? 1 : 4);
  return { kind: flags & 0x3f, dataAt: lengthAt + 4, dataBytes: segments.readUInt32BE(lengthAt) };
}

async function draw(segments: Buffer, size: PictureSize): Promise<Canvas> {
  const task = await beginPdf(pdfOf(segments, size));
  try {
    return await pictureOfPage(await (await task.promise).getPage(1), 1);
  } catch {
    throw new MalformedFile('a JBIG2 picture that cannot be unpacked');
  } finally {
    await task.destroy();
  }
}

/** A page that shows the picture, a point for each pixel. pdf.js finds the objects without a table of their places. */
function pdfOf(segments: Buffer, { width, height }: PictureSize): Uint8Array {
  const operators = `${width} 0 0 ${height} 0 0 cm /I Do`;
  const picture = `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceGray /BitsPerComponent 1`;
  const [before, after] = [
    [
      '%PDF-1.4',
      '1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj',
      '2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj',
      `3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >> endobj`,
      `4 0 obj << /Length ${operators.length} >>\nstream\n${operators}\nendstream endobj`,
      `5 0 obj << ${picture} /Filter /JBIG2Decode /Length ${segments.length} >>\nstream\n`,
    ],
    ['\nendstream endobj', 'trailer << /Size 6 /Root 1 0 R >>', '%%EOF'],
  ].map((lines) => Buffer.from(lines.join('\n')));
  return new Uint8Array(Buffer.concat([before ?? Buffer.alloc(0), segments, after ?? Buffer.alloc(0)]));
}
