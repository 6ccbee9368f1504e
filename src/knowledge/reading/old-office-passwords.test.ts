import { describe, expect, it } from 'vitest';
import { rc4 } from './parse/rc4.ts';
import { xorKey, xorVerifier } from './parse/xor-obfuscation.ts';
import { readDocument } from './read-document.ts';
import { chinesePassword, savedFile, savedPassword } from './test-saved-files.ts';

const shown = async (name: string, password?: string, bytes = savedFile(name)): Promise<string> => {
  const outcome = await readDocument({ name, bytes, ...(password !== undefined && { password }) });
  return outcome.kind === 'read' ? outcome.reading.text : outcome.reason;
};
const text = '停车收费规定\n第一条　小型车每小时五元。';
const table = '车型 | 元\n小型车 | 5\n大型车 | 10';

describe('a file of an office before 2007 under a password', () => {
  it.each([
    ['libreoffice-rc4.doc', chinesePassword, text],
    ['libreoffice-rc4.xls', savedPassword, table],
    ['poi-cryptoapi.doc', savedPassword, text],
    ['poi-cryptoapi.xls', savedPassword, table],
    ['poi-xor.xls', savedPassword, table],
  ])('opens with it, and says what is wrong without: %s', async (name, password, content) => {
    expect(await shown(name, password)).toBe(content);
    expect(await shown(name)).toBe('encrypted');
    expect(await shown(name, `${password}3`)).toBe('wrong-password');
  });

  it('is read without one where Excel would not ask either, since it is merely protected against changes', async () => {
    expect(await shown('poi-protected.xls')).toBe(table);
  });

  it('that was changed is read as far as it can be, or is damaged', async () => {
    for (const name of ['libreoffice-rc4.doc', 'libreoffice-rc4.xls', 'poi-cryptoapi.xls'])
      for (let at = 512; at < 4_000; at += 97) {
        const bytes = savedFile(name);
        bytes[at] = (bytes[at] ?? 0) ^ 0xff;
        expect(await shown(name, name.endsWith('doc') ? chinesePassword : savedPassword, bytes)).not.toBe('encrypted');
      }
  });

  it('of a kind that is not opened stays encrypted', async () => {
    const obfuscated = savedFile('libreoffice-rc4.doc');
    const head = Buffer.from(obfuscated.buffer).indexOf(Buffer.from('eca5', 'hex'));
    obfuscated[head + 11] = (obfuscated[head + 11] ?? 0) | 0x80;
    expect(await shown('a.doc', savedPassword, obfuscated)).toBe('encrypted');
  });
});

describe('the ciphers of old offices', () => {
  it.each([
    ['0102030405', 'b2396305f03dc027ccc3524a0a1118a8'],
    ['0102030405060708090a0b0c0d0e0f10', '9ac7cc9a609d1ef7b2932899cde41b97'],
  ])('RC4 gives the stream of RFC 6229 for the key %s', (key, stream) => {
    expect(rc4(Buffer.from(key, 'hex'), Buffer.alloc(16)).toString('hex')).toBe(stream);
  });

  it.each([
    ['\u0080', 0xe1f0],
    ['\u0080'.repeat(2), 0x1d0f],
    ['\u0080'.repeat(15), 0x4ec3],
    ['\u0080'.repeat(16), 0x4ec3],
  ])('the key of an obfuscated workbook begins with the code of its length', (password, key) => {
    // Letters without bits that count leave the initial codes of [MS-OFFCRYPTO] 2.3.7.2 as they are.
    expect(xorKey(password)).toBe(key);
  });

  it('the verifier of an obfuscated workbook is the one that Excel keeps for protected sheets', () => {
    expect(xorVerifier('password')).toBe(0x83af);
  });
});
