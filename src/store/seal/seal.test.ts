// Sealed values: only the right key opens them, only at their place, only as they were.
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { type Algorithm, algorithms, createCipher } from '../keys/cipher.ts';
import { openKeyRing } from '../keys/key-ring.ts';
import { masterKeySource } from '../keys/master-key.ts';
import { createSealedColumns, type SealedColumns } from './sealed-columns.ts';
import { createValueSeal, type ValueSeal } from './value-seal.ts';

const refused = expect.objectContaining({ code: 'sealed-value-refused' }) as unknown;
const fault = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

describe.each(algorithms)('under %s', (algorithm: Algorithm) => {
  let database: TestDatabase;
  let seal: ValueSeal;
  let columns: SealedColumns;
  beforeAll(async () => {
    database = await openTestDatabase();
    const master = masterKeySource({ key: randomBytes(32).toString('base64'), file: 'unused' });
    seal = createValueSeal(await openKeyRing({ store: database.store, master, algorithm }));
    columns = createSealedColumns(seal);
  });
  afterAll(() => database.close());

  test('whatever was sealed opens again, to the letter', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 5000 }), (text) => {
        expect(seal.openText('library', 'passage.text 1', seal.sealText('library', 'passage.text 1', text))).toBe(
          Buffer.from(text).toString(),
        );
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) => {
        const sealed = seal.sealBytes('originals', 'a', bytes);
        expect(new Uint8Array(seal.openBytes('originals', 'a', sealed))).toEqual(bytes);
      }),
    );
  });

  test('the same text sealed twice looks different, and neither shows the text', () => {
    const text = '内部事项'.repeat(1000);
    const [one, two] = [seal.sealText('answers', 'run.question 1', text), seal.sealText('answers', 'run.question 1', text)];
    expect(one).not.toBe(two);
    for (const sealed of [one, two]) expect(Buffer.from(sealed.slice(3), 'base64').includes('内部')).toBe(false);
  });

  test('a value of which any bit was changed, or that was cut, is refused', () => {
    const sealed = seal.sealBytes('secrets', 'account 7', Buffer.from('一次性口令的密钥'));
    for (let bit = 0; bit < sealed.byteLength * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(fault(() => seal.openBytes('secrets', 'account 7', changed))).toEqual(refused);
    }
    for (let length = 0; length < sealed.byteLength; length += 1)
      expect(fault(() => seal.openBytes('secrets', 'account 7', sealed.subarray(0, length)))).toEqual(refused);
  });

  test('a value is refused in another row, in another column, and for another purpose', () => {
    const title = columns.text({ table: 'document', column: 'title', purpose: 'library' });
    const name = columns.text({ table: 'document', column: 'name', purpose: 'library' });
    const question = columns.text({ table: 'document', column: 'title', purpose: 'answers' });
    const sealed = title.seal('1', '关于机构设置的通知');
    expect(title.open('1', sealed)).toBe('关于机构设置的通知');
    for (const open of [() => title.open('2', sealed), () => name.open('1', sealed), () => question.open('1', sealed)])
      expect(fault(open)).toEqual(refused);
  });

  test('columns of JSON and of lists give back what went in, sealed or from before there were keys', () => {
    const json = columns.json({ table: 'run', column: 'answer', purpose: 'answers' });
    const texts = columns.texts({ table: 'passage', column: 'heading_path', purpose: 'library' });
    const answer = { outcome: 'answered', sentences: ['一', '二'] };
    expect(json.open('1', JSON.parse(json.seal('1', answer)))).toEqual(answer);
    expect(json.open('1', answer)).toEqual(answer);
    for (const path of [[], ['第一章'], ['第一章', '第二节']]) {
      expect(texts.open('1', texts.seal('1', path))).toEqual(path);
      expect(texts.open('1', path)).toEqual(path);
    }
  });

  test('equal values have equal hashes within a purpose, and no equal ones across purposes', () => {
    expect(seal.hash('document-names', '通知.txt')).toBe(seal.hash('document-names', '通知.txt'));
    expect(seal.hash('document-names', '通知.txt')).not.toBe(seal.hash('document-names', '通知2.txt'));
    expect(seal.hash('document-names', '通知.txt')).not.toBe(seal.hash('search-tokens', '通知.txt'));
    expect(seal.hash('document-names', '通知.txt')).toMatch(/^[0-9a-f]{64}$/);
  });

  test('another key opens nothing', () => {
    const sealed = createCipher(algorithm, randomBytes(32)).encrypt(Buffer.from('a'), Buffer.from('b'));
    expect(createCipher(algorithm, randomBytes(32)).decrypt(Buffer.from('a'), sealed)).toBeUndefined();
  });
});
