// How a sealed value is written down: a header that says what it needs to be opened, then what the cipher made. In text it is
// base64 behind a mark, so that it can be told from a value of before there were keys.
//   byte 0: version of this format, 1; bytes 1-4: id of the data key; byte 5: flags (bit 0: deflated before sealing)

const headerBytes = 6;
const version = 1;
const deflatedFlag = 1;
const textMark = 'hj:';
const base64 = /^[A-Za-z0-9+/]+={0,2}$/;

export interface Envelope {
  readonly keyId: number;
  readonly isDeflated: boolean;
  readonly header: Uint8Array;
  readonly body: Uint8Array;
}

export function headerOf(keyId: number, isDeflated: boolean): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt8(version);
  header.writeUInt32BE(keyId, 1);
  header.writeUInt8(isDeflated ? deflatedFlag : 0, 5);
  return header;
}

export function parseEnvelope(bytes: Uint8Array): Envelope | undefined {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.byteLength < headerBytes || view[0] !== version) return undefined;
  const flags = view[5] ?? 0;
  if ((flags & ~deflatedFlag) !== 0) return undefined;
  return {
    keyId: view.readUInt32BE(1),
    isDeflated: (flags & deflatedFlag) !== 0,
    header: view.subarray(0, headerBytes),
    body: view.subarray(headerBytes),
  };
}

export function asText(sealed: Buffer): string {
  return textMark + sealed.toString('base64');
}

/** Length of the mark and the header in text; six bytes are eight characters of base64, so that the next bytes do not show in them. */
export const markLength = textMark.length + (headerBytes / 3) * 4;

/** How texts sealed under a key begin. */
export function marksOf(keyId: number): string[] {
  return [false, true].map((isDeflated) => asText(headerOf(keyId, isDeflated)));
}

/** Nothing when the text is no sealed value. */
export function fromText(text: string): Buffer | undefined {
  if (!text.startsWith(textMark) || !base64.test(text.slice(textMark.length))) return undefined;
  const sealed = Buffer.from(text.slice(textMark.length), 'base64');
  return parseEnvelope(sealed) ? sealed : undefined;
}
