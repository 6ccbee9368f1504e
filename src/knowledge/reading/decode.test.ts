import { describe, expect, it } from 'vitest';
import { decodeText } from './decode.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);

describe('decodeText', () => {
  it('takes valid UTF-8 for UTF-8', () => {
    expect(decodeText(new TextEncoder().encode('公共租赁住房'))).toEqual({ text: '公共租赁住房', encoding: 'utf-8' });
  });

  it('takes short GBK text for GB18030', () => {
    expect(decodeText(bytes(0xcd, 0xa8, 0xd6, 0xaa))).toEqual({ text: '通知', encoding: 'gb18030' });
  });

  it('obeys a byte order mark and leaves it out', () => {
    expect(decodeText(bytes(0xff, 0xfe, 0x1a, 0x90))).toEqual({ text: '通', encoding: 'utf-16le' });
    expect(decodeText(bytes(0xfe, 0xff, 0x90, 0x1a))).toEqual({ text: '通', encoding: 'utf-16be' });
    expect(decodeText(bytes(0xef, 0xbb, 0xbf, 0x61))).toEqual({ text: 'a', encoding: 'utf-8' });
  });

  it('recognises UTF-16 without a mark by its line ends', () => {
    expect(decodeText(new Uint8Array(Buffer.from('通知\n附件', 'utf16le')))).toEqual({ text: '通知\n附件', encoding: 'utf-16le' });
  });

  it('trusts the encoding that a page declares only if it fits', () => {
    const utf8 = new TextEncoder().encode('办');
    expect(decodeText(utf8, 'gb2312')?.encoding).toBe('utf-8');
  });

  it('gives up on bytes that no encoding explains', () => {
    expect(decodeText(bytes(0x61, 0xff, 0xff, 0x62))).toBeUndefined();
  });
});
