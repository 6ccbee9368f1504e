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
    .replace(new RegExp(`([${tenths}\\d])成(?=[^为本立果功员熟效就交长]|$)`, 'g'), (_, share: string) => `${digitsIn(share)}0%`)
    .replace(
      new RegExp(`([${tenths}十百]+|\\d+)分之([${tenths}十百]+|\\d+)`, 'g'),
      (_, below: string, above: string) => `${digitsIn(above)}/${digitsIn(below)}`,
    )
    .replace(clock, onTwentyFourHours);
}

/** 13:30, 下午1点半, 晚8点 and 20时 are hours of one clock. */
const clock =
  /(?<![\d.:])(?:(?<part>凌晨|清晨|早上|早晨|上午|早|中午|下午|傍晚|晚上|夜里|夜间|晚|夜)(?<hour>\d{1,2})(?:[点时:](?!\d{3})(?<half>半|(?<minute>\d{1,2})分?|整)?)|(?<hour24>\d{1,2}):(?<minute24>\d{2})(?![\d:]))/g;

function onTwentyFourHours(words: string, ...groups: unknown[]): string {
  const { part, hour, half, minute, hour24, minute24 } = groups.at(-1) as Readonly<Record<string, string | undefined>>;
  const late = part !== undefined && /[下傍晚夜]|中午/.test(part) && Number(hour) < 12 && !(part === '中午' && Number(hour) > 9);
  const hours = Number(hour ?? hour24) + (late ? 12 : 0);
  const minutes = half === '半' ? 30 : Number(minute ?? minute24 ?? 0);
  return hours > 24 || minutes > 59 ? words : `${hours}时${minutes === 0 ? '' : `${minutes}分`}`;
}

function digitsIn(numeral: string): string {
  return String(parseNumeral(numeral) ?? numeral);
}
