// Chinese numerals as they number chapters, articles and dates: 十二 is 12, 一百零三 is 103, 二〇二四 is 2024.

const digits = new Map([...'〇零一二三四五六七八九'].map((character, index) => [character, Math.max(0, index - 1)] as const));
digits.set('两', 2);
const units = new Map([
  ['十', 10],
  ['百', 100],
  ['千', 1000],
]);

/** The number that `text` writes in Chinese numerals or in digits (full-width ones too); undefined if it writes none. */
export function parseChineseNumber(text: string): number | undefined {
  const plain = text.normalize('NFKC').trim();
  if (/^\d+$/.test(plain)) return Number(plain);
  if (/^[〇零一二三四五六七八九]{2,}$/.test(plain)) return Number([...plain].map((character) => digits.get(character)).join(''));
  return /^[〇零一二两三四五六七八九十百千]+$/.test(plain) ? sumOfUnits(plain) : undefined;
}

function sumOfUnits(plain: string): number {
  let total = 0;
  let pending: number | undefined;
  for (const character of plain) {
    const unit = units.get(character);
    if (unit === undefined) {
      pending = digits.get(character) ?? 0;
      continue;
    }
    total += (pending || 1) * unit;
    pending = undefined;
  }
  return total + (pending ?? 0);
}
