// From bytes to text: a byte order mark decides, then the shape of UTF-16, then strict UTF-8, then strict GB18030 or Big5, whichever gives words.

export interface DecodedText {
  readonly text: string;
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'big5';
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
  const gb = isGb(declared) ? decodeAs(bytes, 'gb18030') : gbOrBig5(bytes);
  return utf8 !== undefined && /[\u0800-\uffff]/.test(utf8.text) ? utf8 : (gb ?? utf8);
}

/** Bytes of either are mostly valid in the other, and come out as characters that nobody writes. */
function gbOrBig5(bytes: Uint8Array): DecodedText | undefined {
  const gb = decodeAs(bytes, 'gb18030');
  const big5 = decodeAs(bytes, 'big5');
  if (big5 === undefined || commonShare(big5.text) < leastCommon) return gb;
  return gb === undefined || commonShare(big5.text) > 2 * commonShare(gb.text) ? big5 : gb;
}

/** Every ninth character of ordinary text is one of these. */
const leastCommon = 0.05;
const common =
  /[的一是不了在人有他這这個个中來来上大為为和國国地到以時时要就出會会可也對对生能年發发之所同日月市區区及本前開开理請请如應应時間间元號号]/g;

function commonShare(text: string): number {
  const sample = text.slice(0, 20_000);
  const han = sample.match(/\p{Script=Han}/gu)?.length ?? 0;
  return (sample.match(common)?.length ?? 0) / Math.max(1, han);
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

/** UTF-16 without a mark: ASCII, line ends and 一 have zero bytes, which other encodings of text do not; read the right way they are words. */
function wideShape(bytes: Uint8Array): Encoding | undefined {
  if (bytes.length % 2 !== 0 || !bytes.subarray(0, wideSample).includes(0)) return undefined;
  const shares = (['utf-16le', 'utf-16be'] as const).map((encoding) => {
    const text = new TextDecoder(encoding).decode(bytes.subarray(0, wideSample));
    return { encoding, share: (text.match(usual)?.length ?? 0) / Math.max(1, text.length) };
  });
  const [best, other] = shares.toSorted((left, right) => right.share - left.share);
  return best && other && best.share > 0.9 && best.share > other.share ? best.encoding : undefined;
}

const wideSample = 4000;
/** Signs that Chinese and English texts are made of. */
const usual = /[\t\r\n\x20-\x7e\u2000-\u206f\u2460-\u24ff\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/g;

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
