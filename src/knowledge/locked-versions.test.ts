import { afterAll, beforeAll, expect, test } from 'vitest';
import { soloCaller } from '../access/access.ts';
import type { DocumentId } from '../base/ids.ts';
import { openTestLibrary, type TestLibrary } from '../../test/support/library.ts';
import { compoundFile } from './reading/test-compound-files.ts';
import { encryptedPackage, encryptedPdf } from './reading/test-encrypted-files.ts';
import { archiveFile, docxFile, docxParagraph } from './reading/test-files.ts';
import { savedFile, savedPassword } from './reading/test-saved-files.ts';

let library: TestLibrary;
beforeAll(async () => {
  library = await openTestLibrary();
});
afterAll(() => library.close());

const password = '停车 123';
const letter = (text: string): Uint8Array => encryptedPackage(docxFile(docxParagraph(text)), password);

async function open(id: DocumentId, given: string) {
  await library.knowledge.givePassword(soloCaller, id, given);
  return (await library.settled(id)).latest;
}
const storedPassword = async (id: DocumentId): Promise<unknown> =>
  (await library.store.run('select password from document_version where document_id = $1', [id])).rows[0]?.['password'];
const failing = (id: DocumentId, given: string): Promise<unknown> =>
  library.knowledge.givePassword(soloCaller, id, given).catch((error: unknown) => error);

test('a document under a password waits for it, and is searched once it was given', async () => {
  const { document } = await library.bring('停车.docx', letter('第一条　小型车每小时五元。'));
  expect(document.latest).toMatchObject({ state: 'locked', reason: 'encrypted' });
  const { documents } = await library.knowledge.listDocuments('all', { limit: 9, deleted: false, state: 'locked' });
  expect(documents.map(({ id }) => id)).toContain(document.id);
  expect(await open(document.id, password)).toMatchObject({ state: 'ready', reason: null, format: 'docx' });
  expect(await library.found('小型车每小时')).toEqual(['停车.docx']);
});

test('so does a file of an older office, and one of LibreOffice', async () => {
  for (const [name, saved] of [
    ['旧文.doc', 'poi-cryptoapi.doc'],
    ['费用.xls', 'poi-xor.xls'],
    ['文稿.odt', 'libreoffice-aes.odt'],
    ['费用.ods', 'libreoffice-argon2.ods'],
  ] as const) {
    const { document } = await library.bring(name, savedFile(saved));
    expect(document.latest).toMatchObject({ state: 'locked', reason: 'encrypted' });
    expect(await open(document.id, 'another')).toMatchObject({ state: 'locked', reason: 'wrong-password' });
    expect(await open(document.id, savedPassword)).toMatchObject({ state: 'ready', reason: null });
  }
});

test('a wrong password is forgotten, and another can be given', async () => {
  const { document } = await library.bring('收费.pdf', encryptedPdf('Parking costs five yuan an hour.', 'user'));
  expect(await open(document.id, 'other')).toMatchObject({ state: 'locked', reason: 'wrong-password' });
  expect(await storedPassword(document.id)).toBeNull();
  expect(await open(document.id, 'user')).toMatchObject({ state: 'ready' });
});

test('it is read again with the password that opened it, which is kept sealed and never on record', async () => {
  const { document } = await library.bring('再读.docx', letter('第一条　非机动车免费停放。'));
  await open(document.id, password);
  expect(String(await storedPassword(document.id))).not.toContain(password);
  await library.knowledge.readAgain(soloCaller, document.id);
  expect((await library.settled(document.id)).latest).toMatchObject({ state: 'ready' });
  const { records } = await library.ledger.list({ limit: 9, subject: document.id });
  expect(records.map(({ record }) => record.action)).toEqual(['document-reread', 'document-password-given', 'document-imported']);
  expect(JSON.stringify(records)).not.toContain('停车');
});

test('after several wrong passwords the next has to wait, also the right one', async () => {
  const { document } = await library.bring('多次.pdf', encryptedPdf('Parking is free of charge on Sundays.', 'right'));
  for (const wrong of ['a', 'b', 'c', 'd', 'e']) expect(await open(document.id, wrong)).toMatchObject({ reason: 'wrong-password' });
  expect(await failing(document.id, 'right')).toMatchObject({ code: 'document-password-delayed', details: { seconds: 15 } });
  const { today } = library.clock;
  library.clock.today = '2026-03-02';
  expect(await open(document.id, 'right')).toMatchObject({ state: 'ready' });
  library.clock.today = today;
});

test('a password inside an archive opens the file that it holds', async () => {
  const bytes = archiveFile({
    '封面.txt': new TextEncoder().encode('第一条　本市停车办法见附件。'),
    '附件.docx': letter('第二条　大型船舶靠泊费每航次三千元。'),
  });
  const { document } = await library.bring('材料.zip', bytes);
  expect(document.latest.state).toBe('ready');
  expect(await library.found('船舶靠泊费')).not.toContain('材料.zip');
  expect(await open(document.id, password)).toMatchObject({ state: 'ready' });
  expect(await library.found('船舶靠泊费')).toContain('材料.zip');
});

test('what no password opens here is rejected and says so', async () => {
  const older = compoundFile({ EncryptionInfo: Buffer.from('0300030024000000', 'hex'), EncryptedPackage: Buffer.alloc(64) });
  const { document } = await library.bring('旧加密.docx', older);
  expect(document.latest.state).toBe('locked');
  expect(await open(document.id, password)).toMatchObject({ state: 'rejected', reason: 'lock-unknown' });
  expect(await failing(document.id, password)).toMatchObject({ code: 'conflict' });
});

test('a document that is not locked takes no password', async () => {
  const { document } = await library.bring('公开.txt', '第一条　没有密码。');
  expect(await failing(document.id, password)).toMatchObject({ code: 'conflict' });
});
