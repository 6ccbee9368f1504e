// The RTF of messages, packed ([MS-OXRTFCP]): literals and references into the last 4096 bytes, which begin with usual words of RTF.
import { MalformedFile } from './malformed-file.ts';

const packed = 0x75465a4c;
const plain = 0x414c454d;
const headBytes = 16;
const windowBytes = 4096;
const usualWords = Buffer.from(
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier' +
    '{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx',
  'latin1',
);

/** Throws `MalformedFile`, or a RangeError where it ends in its head. Nine bytes at most come of one. */
export function unpackRtf(stream: Buffer): Buffer {
  const kind = stream.readUInt32LE(8);
  const size = stream.readUInt32LE(4);
  if (kind === plain) return stream.subarray(headBytes, headBytes + size);
  if (kind !== packed) throw new MalformedFile('RTF packed in an unknown way');
  const output = Buffer.alloc(Math.min(size, stream.length * 9));
  const window = Buffer.alloc(windowBytes);
  usualWords.copy(window);
  let write = usualWords.length;
  let length = 0;
  const put = (byte: number): void => {
    window[write] = byte;
    write = (write + 1) % windowBytes;
    if (length < output.length) output[length] = byte;
    length += 1;
  };
  for (let at = headBytes; at < stream.length && length < output.length; ) {
    const control = stream[at] ?? 0;
    at += 1;
    for (let bit = 0; bit < 8 && at < stream.length; bit += 1) {
      if ((control & (1 << bit)) === 0) {
        put(stream[at] ?? 0);
        at += 1;
        continue;
      }
      const reference = at + 1 < stream.length ? stream.readUInt16BE(at) : 0;
      at += 2;
      const offset = reference >> 4;
      if (offset === write) return output.subarray(0, Math.min(length, output.length));
      for (let index = 0; index < (reference & 15) + 2; index += 1) put(window[(offset + index) % windowBytes] ?? 0);
    }
  }
  return output.subarray(0, Math.min(length, output.length));
}
