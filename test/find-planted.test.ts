// The search for planted texts finds them however they are written down; else finding none would say nothing.
import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { findInBytes } from './support/find-planted.ts';

const text = '霁川绝密麒麟计划';
const sentence = Buffer.from(`前面有别的话，${text}，后面也有。`);
const around = (bytes: Uint8Array): Buffer => Buffer.concat([Buffer.from([0, 1, 2, 255]), bytes, Buffer.from([9, 8, 7])]);

test.each([
  ['UTF-8', sentence],
  ['UTF-16LE', Buffer.from(sentence.toString(), 'utf16le')],
  ['UTF-16BE', Buffer.from(sentence.toString(), 'utf16le').swap16()],
  ['hex', Buffer.from(sentence.toString('hex'))],
  ['URL', Buffer.from(encodeURIComponent(sentence.toString()))],
  ['base64', Buffer.from(sentence.toString('base64'))],
  ['base64', Buffer.from(sentence.subarray(1).toString('base64'))],
  ['base64', Buffer.from(sentence.subarray(2).toString('base64'))],
  ['escapes', Buffer.from(Array.from(sentence.toString(), (one) => `\\u${one.charCodeAt(0).toString(16)}`).join(''))],
  ['UTF-8 in gzip', gzipSync(sentence)],
  ['UTF-8 in zlib', deflateSync(sentence)],
  ['UTF-8 in zstd', zstdCompressSync(sentence)],
  ['UTF-8 in zip', Buffer.from(zipSync({ 'a.txt': sentence }))],
])('%s', (form, bytes) => {
  expect(findInBytes(around(bytes), [text]).map((found) => found.form)).toContain(form);
  expect(findInBytes(around(bytes), ['别处没有的另一句话'])).toEqual([]);
});

test.each([1, 2, 3, 4, 5, 6, 7, 8])('compressed by PostgreSQL, %i bytes after a control byte', (first) => {
  const bytes = Buffer.from(text);
  const parts = [bytes.subarray(0, first)];
  for (let from = first; from < bytes.byteLength; from += 8) parts.push(Buffer.from([0]), bytes.subarray(from, from + 8));
  expect(findInBytes(around(Buffer.concat(parts)), [text]).map(({ form }) => form)).toContain('PostgreSQL compression');
});
