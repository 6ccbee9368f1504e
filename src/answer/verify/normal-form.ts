// One spelling for what is compared: widths, letter case, traditional characters, and numerals where they are figures.
import { numeralCharacters, parseNumeral } from '../../knowledge/search/chinese-numeral.ts';
import { simplifyRun } from '../../knowledge/search/simplify.ts';

const tenths = '一二两三四五六七八九';

/** Without white space but between Latin words and figures; a paragraph ends a sentence, whether it says so or not. */
export function normalForm(raw: string): string {
  return raw
    .normalize('NFKC')
    .replace(/\p{Script=Han}+/gu, simplifyRun)
    .toLowerCase()
    .replace(/(?<=[^\s。；;！!？?，,：:])\s*\n\s*/g, '。')
    .replace(/\s+/g, ' ')
    .replace(/(?<![a-z\d]) | (?![a-z\d])/g, '')
    .replace(/(?<!\d)\d{1,3}(?:,\d{3})+(?!\d)/g, (figure) => figure.replaceAll(',', ''))
    .replace(/[〇零○一二三四五六七八九]{4}(?=年)/g, digitsIn)
    .replace(new RegExp(`百分之([${numeralCharacters}]+|[\\d.]+)`, 'g'), (_, share: string) => `${digitsIn(share)}%`)
    .replace(
      new RegExp(`([${tenths}])([到至-])([${tenths}])成`, 'g'),
      (_, from: string, to: string, until: string) => `${digitsIn(from)}0%${to}${digitsIn(until)}0%`,
    )
    .replace(new RegExp(`([${tenths}\\d])成(?=[^为本立果功员熟效就交长]|$)`, 'g'), (_, share: string) => `${digitsIn(share)}0%`);
}

function digitsIn(numeral: string): string {
  return String(parseNumeral(numeral) ?? numeral);
}
