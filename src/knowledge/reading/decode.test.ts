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

  it('recognises UTF-16 without a mark though 一 and the wide blank have zero bytes on the other side', () => {
    const text = '　　一、原则同意。\r\n　　二、请编制设计。';
    const little = Buffer.from(text, 'utf16le');
    expect(decodeText(new Uint8Array(little))).toEqual({ text, encoding: 'utf-16le' });
    expect(decodeText(new Uint8Array(Buffer.from(little).swap16()))).toEqual({ text, encoding: 'utf-16be' });
  });

  it('tells Big5 from GB18030 by what comes out', () => {
    // 本區圖書館自五月一日起延長開放時間
    const big5 = 'a5bbb0cfb9cfaed1c05da6dba4ada4eba440a4e9b05fa9b5aaf8b67da9f1aec9b6a1';
    expect(decodeText(new Uint8Array(Buffer.from(big5, 'hex')))).toEqual({ text: '本區圖書館自五月一日起延長開放時間', encoding: 'big5' });
    const gb = 'b1bec7f8cdbccae9b9ddd7d4cee5d4c2d2bbc8d5c6f0bfaab7c5'; // 本区图书馆自五月一日起开放
    expect(decodeText(new Uint8Array(Buffer.from(gb, 'hex')))?.encoding).toBe('gb18030');
  });
});
