// From bytes to text, never by guessing: a byte order mark decides, then strict UTF-8, then the shape of UTF-16, then strict GB18030.

export interface DecodedText {
  readonly text: string;
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';
}

type Encoding = DecodedText['encoding'];

/** `declared` is an encoding that the file itself names (HTML); it is tried first, and only if it fits without an error. */
export function decodeText(bytes: Uint8Array, declared?: string): DecodedText | undefined {
  const marked = byteOrderMark(bytes);
  if (marked !== undefined) return decodeAs(bytes, marked);
  const wide = wideShape(bytes);
  if (wide !== undefined) return decodeAs(bytes, wide);
  const utf8 = decodeAs(bytes, 'utf-8');
  if (utf8 !== undefined && !(isGb(declared) || looksLikeMisreadGb(utf8.text))) return utf8;
  const gb = decodeAs(bytes, 'gb18030');
  return utf8 !== undefined && /[\u0800-\uffff]/.test(utf8.text) ? utf8 : (gb ?? utf8);
}

/** A few short GBK words, 通知 among them, are valid UTF-8 by chance; as such they are letters of scripts that Chinese text never mixes. */
function looksLikeMisreadGb(text: string): boolean {
  return /[\u0300-\u036f\u0400-\u07ff]/.test(text) && !/[\u0800-\uffff]/.test(text);
}

/** Text has no control characters but tab, line feed, form feed and carriage return; a hundredth of others is damage, more is binary data. */
export function looksBinary(text: string): boolean {
  const sample = text.slice(0, 20_000);
  const controls = sample.match(/[\0-\x08\x0b\x0e-\x1f]/g)?.length ?? 0;
  return controls > sample.length / 100;
}

function byteOrderMark(bytes: Uint8Array): Encoding | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
}

/** UTF-16 without a mark: ASCII and line ends leave zero bytes on one side only; other encodings of text have none at all. */
function wideShape(bytes: Uint8Array): Encoding | undefined {
  if (bytes.length % 2 !== 0) return undefined;
  const zeros = [0, 0];
  const sample = bytes.subarray(0, 4000);
  for (const [index, byte] of sample.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > 0 && even === 0) return 'utf-16le';
  return even > 0 && odd === 0 ? 'utf-16be' : undefined;
}

function decodeAs(bytes: Uint8Array, encoding: Encoding): DecodedText | undefined {
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding };
  } catch {
    return undefined;
  }
}

function isGb(declared: string | undefined): boolean {
  return declared !== undefined && /^(gb2312|gbk|gb18030)$/i.test(declared);
}
