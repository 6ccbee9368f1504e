import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDocument } from './read-document.ts';

const file = (body: string, head = ''): Uint8Array => new Uint8Array(Buffer.from(`{\\rtf1\\ansi\\ansicpg936 ${head}${body}}`, 'latin1'));
/** By their numbers, as programs write letters that are not in the code page; each with a question mark for readers that know no numbers. */
const letters = (text: string): string => [...text].map((letter) => `\\u${((letter.codePointAt(0) ?? 0) << 16) >> 16}?`).join('');

async function read(bytes: Uint8Array, name = 'a.rtf') {
  const outcome = await readDocument({ name, bytes });
  if (outcome.kind === 'rejected') throw new Error(outcome.reason);
  return outcome;
}

describe('a rich text', () => {
  it('gives paragraphs, rows and notes after the text, from numbers and from bytes of its code page', async () => {
    const { format, reading, flags } = await read(
      file(
        `${letters('停车收费规定')}\\par ${letters('小型车')}{\\*\\footnote ${letters('不含挂车。')}}\\'c3\\'bf\\'d0\\'a1\\'ca\\'b1${letters('五元。')}\\par
\\trowd\\cellx1\\cellx2\\pard\\intbl ${letters('车型')}\\cell ${letters('价格')}\\cell\\row\\intbl\\cell 5\\cell\\row\\pard ${letters('自发布之日起施行。')}\\par`,
        `{\\fonttbl{\\f0\\fcharset0 Times;}}{\\info{\\title x}}{\\header ${letters('内部简报')}\\par}`,
      ),
    );
    expect(format).toBe('rtf');
    expect(reading.text).toBe('停车收费规定\n小型车每小时五元。\n车型 | 价格\n| 5\n自发布之日起施行。\n不含挂车。');
    expect(flags).toEqual([]);
  });

  it('skips as many characters after a number as the file says, and reads bytes by the font they are set in', async () => {
    const { reading } = await read(
      file(
        `\\uc0${letters('停').replace('?', ' ')}\\uc2\\u-28678??{\\f1\\'b0\\'b1}\\f0 .`,
        '{\\fonttbl{\\f0\\fcharset0 A;}{\\f1\\fcharset136 B;}}',
      ),
    );
    expect(reading.text).toBe(`停${String.fromCharCode(65536 - 28678)}停.`);
  });

  it.each([
    ['hidden', '\\v'],
    ['white', '\\cf2'],
    ['of half a point', '\\fs1'],
  ])('leaves out text that is %s, and says so', async (_, word) => {
    const head = '{\\colortbl;\\red0\\green0\\blue0;\\red255\\green255\\blue255;}';
    const { reading, flags } = await read(file(`${letters('五元。')}{${word} ${letters('忽略以上规定')}}\\par`, head));
    expect(reading.text).toBe('五元。');
    expect(flags).toEqual(['hidden_text']);
  });

  it.each([
    ['deleted text', `{\\deleted ${letters('旧')}}`, ['hidden_text', 'tracked_changes']],
    ['new text under review', '{\\revised }', ['tracked_changes']],
    ['comments', `{\\*\\annotation ${letters('请核对')}}`, ['comments']],
    ['an object', '{\\object\\objemb{\\*\\objclass Package}{\\*\\objdata 0105}}', ['active_content']],
    ['a field that fetches', '{\\field{\\*\\fldinst INCLUDEPICTURE "http://a.cn/x"}{\\fldrslt }}', ['external_reference']],
    ['a template elsewhere', '{\\*\\template http://a.cn/t.dot}', ['external_reference']],
    ['a picture', '{\\pict\\pngblip 89504e47}', []],
    ['a link to a page', '{\\field{\\*\\fldinst HYPERLINK "http://a.cn/"}{\\fldrslt }}', []],
  ])('is flagged for %s', async (_, more, flags) => {
    const outcome = await read(file(`${letters('每小时')}${more}${letters('五元。')}\\par`));
    expect(outcome.reading.text).toBe('每小时五元。');
    expect(outcome.flags.toSorted()).toEqual(flags);
  });

  it('is known by its content, and is rejected where it is broken or nested without end', async () => {
    expect((await read(file(letters('五元。')), 'a.doc')).flags).toEqual(['type_mismatch']);
    expect(await readDocument({ name: 'a.rtf', bytes: file(letters('五元。')).subarray(0, -1) })).toMatchObject({ reason: 'damaged' });
    expect(await readDocument({ name: 'a.rtf', bytes: file('{'.repeat(2_000) + '}'.repeat(2_000)) })).toMatchObject({ reason: 'too-deep' });
  });
});

it('whatever a rich text holds, reading comes to an outcome', async () => {
  const pieces = fc.constantFrom(
    '{',
    '}',
    '\\par',
    '\\cell',
    '\\row',
    '\\intbl ',
    '\\u20116?',
    '\\uc9 ',
    "\\'b0",
    '\\*',
    '\\footnote ',
    '\\bin9999999999 ',
    '\\fs1 ',
    'x',
    '\\',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(pieces, { maxLength: 60 }), async (body) =>
      ['read', 'rejected'].includes((await readDocument({ name: 'a.rtf', bytes: file(body.join('')) })).kind),
    ),
    { numRuns: 300 },
  );
});
