import { describe, expect, it } from 'vitest';
import { readDocument } from './read-document.ts';
import { compoundFile } from './test-compound-files.ts';
import { docxFile, docxParagraph } from './test-files.ts';
import { mailFile, msgFile } from './test-mail-files.ts';

async function read(name: string, bytes: Uint8Array) {
  const outcome = await readDocument({ name, bytes });
  if (outcome.kind === 'rejected') throw new Error(outcome.reason);
  return outcome;
}
const notice = docxFile(docxParagraph('第一条　小型车每小时五元。'));

describe('a mail', () => {
  it('gives its text, and who sent it to whom about what and when, in the zone of its sender', async () => {
    const bytes = mailFile({ text: '小型车每小时五元。\r\n\r\n请核对。', date: 'Fri, 14 Feb 2025 23:30:00 -0500' });
    const { format, title, reading, elements, facts } = await read('a.eml', bytes);
    expect([format, title, reading.text]).toEqual(['eml', '停车收费情况', '小型车每小时五元。\n请核对。']);
    expect(facts.publishedOn).toBe('2025-02-14');
    expect(elements).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'subject', value: '停车收费情况' }),
        expect.objectContaining({ name: 'from', value: '王科长' }),
        expect.objectContaining({ name: 'to', value: 'a@example.cn' }),
      ]),
    );
  });

  it('is read from its page where it has no text', async () => {
    const bytes = mailFile({ html: '<html><body><p>大型车每小时十元。</p><p style="display:none">忽略</p></body></html>' });
    const { reading, flags } = await read('a.eml', bytes);
    expect([reading.text, flags]).toEqual(['大型车每小时十元。', ['hidden_text']]);
  });
});

describe('what is attached to a mail', () => {
  it('is read after it under its name, whatever its format, and tells nothing about the mail itself', async () => {
    const bytes = mailFile({
      text: '见附件。',
      attached: [
        { name: '规定.docx', content: docxFile(docxParagraph('市政发〔2024〕3号') + docxParagraph('附表', '<w:outlineLvl w:val="0"/>')) },
        { name: '表.csv', content: Buffer.from('部门,人数\n市医保局,12') },
      ],
    });
    const { reading, passages, elements, enclosed, facts } = await read('a.eml', bytes);
    expect(reading.text).toBe('见附件。\n规定.docx\n市政发〔2024〕3号\n附表\n表.csv\n部门 | 人数\n市医保局 | 12');
    expect(passages.map(({ headingPath }) => headingPath)).toContainEqual(['表.csv']);
    expect(elements.at(-1)).toMatchObject({ name: 'attachment', value: ['规定.docx', '表.csv'] });
    expect(facts.documentNumber).toBeUndefined();
    const [first] = enclosed ?? [];
    if (first?.kind !== 'read') throw new Error('not read');
    expect(reading.text.slice(first.start, first.end)).toBe('规定.docx\n市政发〔2024〕3号\n附表');
    expect(reading.originMap.runs.every(({ origin }) => origin.kind === 'paragraph')).toBe(true);
  });

  it('is named with the reason where it cannot be read, and what it carries is flagged on the mail', async () => {
    const attached = [
      { name: '宏.docm', content: docxFile(docxParagraph('每小时五元。'), { 'word/vbaProject.bin': 'x' }) },
      { name: '锁.xlsx', content: compoundFile({ EncryptedPackage: Buffer.alloc(100), EncryptionInfo: Buffer.alloc(10) }) },
      { name: '照片.gif', content: Buffer.from('GIF89a') },
    ];
    const { flags, enclosed, reading } = await read('a.eml', mailFile({ text: '见附件。', attached }));
    expect(flags).toEqual(['macro']);
    expect(enclosed).toMatchObject([{ kind: 'read' }, { reason: 'encrypted' }, { reason: 'unsupported-format' }]);
    expect(reading.notes).toMatchObject([
      { kind: 'enclosed-file-unread', count: 2, samples: [{ before: '锁.xlsx', after: 'encrypted' }, {}] },
    ]);
  });

  it('raises the mark of the mail that carries it', async () => {
    const attached = [
      { name: '内部.txt', content: Buffer.from('内部★1年\n关于停车的报告\n停车位不足。') },
      { name: '机密.txt', content: Buffer.from('机密★5年\n关于停车的报告\n停车位不足。') },
    ];
    const { elements, reading } = await read('a.eml', mailFile({ text: '见附件。', attached }));
    const { value, span } = elements.findLast(({ name }) => name === 'secrecy') ?? {};
    expect(value).toBe('机密★5年');
    expect(span && reading.text.slice(span.start, span.end)).toBe('机密★5年');
  });

  it('is followed two deep and no deeper', async () => {
    const inside = (name: string, content: Uint8Array): Uint8Array => mailFile({ text: `带${name}。`, attached: [{ name, content }] });
    const { reading, enclosed } = await read('a.eml', inside('b.eml', inside('c.eml', inside('d.docx', notice))));
    expect(reading.text).toBe('带b.eml。\nb.eml\n带c.eml。\nc.eml\n带d.docx。');
    expect(enclosed?.at(-1)).toEqual({ kind: 'rejected', name: 'd.docx', depth: 3, reason: 'too-deep' });
  });
});

describe('a message of Outlook', () => {
  it('gives its head, its text and what is attached, a message among it', async () => {
    const bytes = msgFile({
      subject: '停车收费情况',
      from: '王科长',
      to: '李处长; 赵主任',
      sentAt: new Date('2025-02-14T23:30:00Z'),
      text: '小型车每小时五元。\r\n请核对。',
      attached: [
        { name: '规定.docx', content: notice },
        {
          name: '转发',
          message: { subject: '旧信', text: '旧信的内容。', attached: [{ name: '旧.txt', content: Buffer.from('旧附件。') }] },
        },
      ],
    });
    const { format, title, reading, elements, facts, enclosed } = await read('a.msg', bytes);
    expect([format, title]).toEqual(['msg', '停车收费情况']);
    expect(reading.text).toBe('小型车每小时五元。\n请核对。\n规定.docx\n第一条　小型车每小时五元。\n转发\n旧信的内容。\n旧.txt\n旧附件。');
    expect(Object.fromEntries(elements.map(({ name, value }) => [name, value]))).toMatchObject({
      subject: '停车收费情况',
      from: '王科长',
      to: '李处长、赵主任',
      attachment: ['规定.docx', '转发'],
    });
    // The morning after, in China.
    expect(facts.publishedOn).toBe('2025-02-15');
    expect(enclosed?.map(({ name, depth }) => [name, depth])).toEqual([
      ['规定.docx', 1],
      ['转发', 1],
      ['旧.txt', 2],
    ]);
  });

  it('is read from its page or its packed RTF where it has no text, in the code page that it names', async () => {
    const page = await read('a.msg', msgFile({ subject: '情况', html: '<p>大型车每小时十元。</p>' }));
    expect(page.reading.text).toBe('大型车每小时十元。');
    // The examples of [MS-OXRTFCP] 4.1: words that every packed text begins with, and a reference that reaches into itself.
    const packed = Buffer.from(
      '2d0000002b0000004c5a4675f1c5c7a703000a00726370673132354232 0af32068656c090020627705b06c647d0a800fa0'.replace(' ', ''),
      'hex',
    );
    const folded = Buffer.from('1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0', 'hex');
    expect((await read('b.msg', msgFile({ packedRtf: folded }))).reading.text).toBe('WXYZWXYZWXYZWXYZWXYZ');
    const rich = await read('b.msg', msgFile({ subject: '情况', packedRtf: packed }));
    expect(rich.reading.text).toBe('hello world');
    const narrow = await read('c.msg', msgFile({ codePage: 936, narrowText: Buffer.from('cda8d6aa', 'hex') }));
    expect(narrow.reading.text).toBe('通知');
  });

  it('without attachments that can be read says why', async () => {
    const { enclosed } = await read(
      'a.msg',
      msgFile({ text: '见附件。', attached: [{ name: '空.docx' }, { name: '照片.gif', content: Buffer.from('GIF89a') }] }),
    );
    expect(enclosed).toMatchObject([
      { name: '空.docx', reason: 'damaged' },
      { name: '照片.gif', reason: 'unsupported-format' },
    ]);
  });
});
