import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { Blowfish, openBlowfish } from './parse/blowfish.ts';
import { readDocument } from './read-document.ts';
import { chinesePassword, savedFile, savedPassword } from './test-saved-files.ts';

const shown = async (name: string, password?: string, bytes = savedFile(name)): Promise<string> => {
  const outcome = await readDocument({ name, bytes, ...(password !== undefined && { password }) });
  return outcome.kind === 'read' ? outcome.reading.text : outcome.reason;
};
const text = '停车收费规定\n第一条　小型车每小时五元。';
const table = '车型 | 元\n小型车 | 5\n大型车 | 10';

/** With its manifest changed. */
function changed(name: string, from: RegExp, to: string): Uint8Array {
  const parts = unzipSync(savedFile(name));
  const manifest = strFromU8(parts['META-INF/manifest.xml'] ?? new Uint8Array());
  expect(manifest).toMatch(from);
  return zipSync({ ...parts, 'META-INF/manifest.xml': strToU8(manifest.replace(from, to)) }, { level: 0 });
}

describe('an OpenDocument file under a password', () => {
  it.each([
    ['libreoffice-blowfish.odt', chinesePassword, text],
    ['libreoffice-blowfish.ods', savedPassword, table],
    ['libreoffice-aes.odt', savedPassword, text],
    ['libreoffice-aes.ods', savedPassword, table],
    ['libreoffice-argon2.odt', chinesePassword, text],
    ['libreoffice-argon2.ods', savedPassword, table],
  ])('opens with it, and says what is wrong without: %s', async (name, password, content) => {
    expect(await shown(name, password)).toBe(content);
    expect(await shown(name)).toBe('encrypted');
    expect(await shown(name, `${password}3`)).toBe('wrong-password');
  });

  it.each([
    ['endless rounds', 'libreoffice-aes.ods', /iteration-count="\d+"/g, 'iteration-count="4294967295"', 'damaged'],
    ['all the memory there is', 'libreoffice-argon2.ods', /argon2-memory="\d+"/, 'argon2-memory="8388608"', 'damaged'],
    ['endless passes', 'libreoffice-argon2.ods', /argon2-iterations="\d+"/, 'argon2-iterations="1000000"', 'damaged'],
    ['more than it can hold', 'libreoffice-aes.ods', /manifest:size="\d+"/g, 'manifest:size="190000000"', 'decompression-bomb'],
    ['less than it holds', 'libreoffice-aes.ods', /manifest:size="\d+"/g, 'manifest:size="10"', 'damaged'],
    ['a start of no length', 'libreoffice-blowfish.ods', /initialisation-vector="[^"]+"/g, 'initialisation-vector=""', 'damaged'],
    ['no name for its salt', 'libreoffice-argon2.ods', /manifest:salt="[^"]+"/, '', 'damaged'],
    ['a cipher of its own', 'libreoffice-aes.ods', /xmlenc#aes256-cbc/g, 'xmlenc#twofish', 'encrypted'],
    ['a key made in another way', 'libreoffice-argon2.ods', /manifest:argon2id/, 'manifest:scrypt', 'encrypted'],
    ['a type with entities', 'libreoffice-aes.ods', /<manifest:manifest/, '<!DOCTYPE a [<!ENTITY b "c">]><manifest:manifest', 'xml-dtd'],
  ])('whose manifest asks for %s is refused', async (_, name, from, to, reason) => {
    expect(await shown(name, savedPassword, changed(name, from, to))).toBe(reason);
  });

  it('is read where its manifest names its type, as OpenOffice 2 did', async () => {
    const bytes = changed(
      'libreoffice-blowfish.ods',
      /<manifest:manifest/,
      '<!DOCTYPE manifest:manifest PUBLIC "a" "b.dtd"><manifest:manifest',
    );
    expect(await shown('a.ods', savedPassword, bytes)).toBe(table);
  });

  it('of which the content was changed does not open, or is damaged', async () => {
    const at = (name: string, part: string): Uint8Array => {
      const parts = unzipSync(savedFile(name));
      const content = parts[part] ?? new Uint8Array();
      return zipSync({ ...parts, [part]: content.with(content.length - 40, (content.at(-40) ?? 0) ^ 1) }, { level: 0 });
    };
    expect(await shown('a.ods', savedPassword, at('libreoffice-argon2.ods', 'encrypted-package'))).toBe('wrong-password');
    expect(await shown('a.ods', savedPassword, at('libreoffice-aes.ods', 'content.xml'))).toBe('damaged');
  });
});

describe('Blowfish', () => {
  const hex = (block: readonly [number, number]): string => block.map((word) => word.toString(16).padStart(8, '0')).join('');

  // The vectors that its author published.
  it.each([
    ['0000000000000000', [0, 0], '4ef997456198dd78'],
    ['ffffffffffffffff', [0xffffffff, 0xffffffff], '51866fd5b85ecb8a'],
    ['0123456789abcdef', [0x11111111, 0x11111111], '61f9c3802281b096'],
  ] as const)('encrypts a block under the key %s as its author does', (key, block, expected) => {
    expect(hex(new Blowfish(Buffer.from(key, 'hex')).encrypt(block))).toBe(expected);
  });

  it('opens a text in cipher feedback mode', () => {
    const content = Buffer.from('e73214a2822139caf26ecf6d2eb9e76e3da3de04d1517200519d57a6c3', 'hex');
    const [key, start] = [Buffer.from('0123456789abcdeff0e1d2c3b4a59687', 'hex'), Buffer.from('fedcba9876543210', 'hex')];
    expect(openBlowfish(content, key, start).toString('latin1')).toBe('7654321 Now is the time for \0');
  });
});
