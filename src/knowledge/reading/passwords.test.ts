import { describe, expect, it } from 'vitest';
import type { SourceFile } from './parse-file.ts';
import { readDocument } from './read-document.ts';
import { compoundFile } from './test-compound-files.ts';
import { encryptedPackage, encryptedPdf, standardPackage } from './test-encrypted-files.ts';
import { archiveFile, docxFile, docxParagraph } from './test-files.ts';

const shown = async (file: SourceFile): Promise<string> => {
  const outcome = await readDocument(file);
  return outcome.kind === 'read' ? outcome.reading.text : outcome.reason;
};
const text = '第一条　小型车每小时五元。';
/** More than one segment, however it is packed. */
const noise = Array.from({ length: 9_000 }, (_, index) => String.fromCharCode(33 + ((index * index * 7919) % 8000))).join('');
const letter = encryptedPackage(docxFile(docxParagraph(text), { 'word/media/x': noise }), '停车 123');

describe('an office document under a password', () => {
  it('opens with it, and is then what it was before', async () => {
    const outcome = await readDocument({ name: 'a.docx', bytes: letter, password: '停车 123' });
    expect(outcome).toMatchObject({ kind: 'read', format: 'docx', flags: [] });
    expect(outcome.kind === 'read' && outcome.reading.text).toBe(text);
  });

  it('says that it is encrypted without one, and that it is the wrong one with another', async () => {
    expect(await shown({ name: 'a.docx', bytes: letter })).toBe('encrypted');
    expect(await shown({ name: 'a.docx', bytes: letter, password: '停车' })).toBe('wrong-password');
  });

  it('that was changed is damaged, and one that asks for endless work is not tried', async () => {
    // Within the stream of the text: the check of the whole fails.
    const changed = letter.with(600, (letter[600] ?? 0) ^ 1);
    expect(await shown({ name: 'a.docx', bytes: changed, password: '停车 123' })).toBe('damaged');
    const info =
      '<encryption><keyEncryptors><p:encryptedKey spinCount="4294967295" blockSize="16" keyBits="256" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512"/></keyEncryptors></encryption>';
    const endless = compoundFile({
      EncryptionInfo: Buffer.concat([Buffer.from('0400040040000000', 'hex'), Buffer.from(info)]),
      EncryptedPackage: Buffer.alloc(64),
    });
    expect(await shown({ name: 'a.docx', bytes: endless, password: 'x' })).toBe('damaged');
  });

  it('of Office 2007 opens with it too', async () => {
    const bytes = standardPackage(docxFile(docxParagraph(text), { 'word/media/x': noise }), '停车 123');
    expect(await shown({ name: 'a.docx', bytes, password: '停车 123' })).toBe(text);
    expect(await shown({ name: 'a.docx', bytes, password: '停车' })).toBe('wrong-password');
    expect(await shown({ name: 'a.docx', bytes })).toBe('encrypted');
    const cut = compoundFile({
      EncryptionInfo: Buffer.from('04000200240000000800000024000000000000000e660000', 'hex'),
      EncryptedPackage: Buffer.alloc(64),
    });
    expect(await shown({ name: 'a.docx', bytes: cut, password: 'x' })).toBe('damaged');
  });

  it('of another kind of encryption stays encrypted', async () => {
    const older = compoundFile({ EncryptionInfo: Buffer.from('0300030024000000', 'hex'), EncryptedPackage: Buffer.alloc(64) });
    expect(await shown({ name: 'a.docx', bytes: older, password: 'x' })).toBe('encrypted');
  });

  it('in an archive opens with the password given for it', async () => {
    const bytes = archiveFile({ 'a.docx': encryptedPackage(docxFile(docxParagraph(text)), 'x') });
    expect(await shown({ name: 'a.zip', bytes, password: 'x' })).toBe(`a.docx\n${text}`);
  });
});

describe('a PDF under a password', () => {
  const bytes = encryptedPdf('Parking costs five yuan an hour.', 'user');
  it('opens with it, and says what is wrong without', async () => {
    expect(await shown({ name: 'a.pdf', bytes, password: 'user' })).toBe('Parking costs five yuan an hour.');
    expect(await shown({ name: 'a.pdf', bytes })).toBe('encrypted');
    expect(await shown({ name: 'a.pdf', bytes, password: 'other' })).toBe('wrong-password');
  });
});
