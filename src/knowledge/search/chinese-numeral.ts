// Chinese numerals as they stand in legal text: positional (一百零三, 两万五千) or digit by digit (二〇二三).

const digits: Readonly<Record<string, number>> = {
  〇: 0,
  零: 0,
  '○': 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const units: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };
const bigUnits: Readonly<Record<string, number>> = { 万: 10_000, 亿: 100_000_000 };

/** The characters of a numeral, for use inside a character class of a pattern. */
export const numeralCharacters = '〇零○一二两三四五六七八九十百千万亿';

/** The number that a Chinese or Arabic numeral stands for; undefined when it is not one. */
export function parseNumeral(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  if (text === '') return undefined;
  const hasUnit = [...text].some((character) => character in units || character in bigUnits);
  return hasUnit ? parsePositional(text) : parseDigitByDigit(text);
}

function parseDigitByDigit(text: string): number | undefined {
  let value = 0;
  for (const character of text) {
    const digit = digits[character];
    if (digit === undefined) return undefined;
    value = value * 10 + digit;
  }
  return value;
}

function parsePositional(text: string): number | undefined {
  let total = 0;
  let section = 0;
  let digit: number | undefined;
  for (const character of text) {
    const unit = units[character];
    const bigUnit = bigUnits[character];
    if (unit !== undefined) {
      section += (digit ?? 1) * unit;
      digit = undefined;
    } else if (bigUnit !== undefined) {
      total = (total + section + (digit ?? 0)) * bigUnit;
      section = 0;
      digit = undefined;
    } else {
      digit = digits[character];
      if (digit === undefined) return undefined;
    }
  }
  return total + section + (digit ?? 0);
}
