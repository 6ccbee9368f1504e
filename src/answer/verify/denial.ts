// The signs by which Chinese text denies, and what only looks like one.

/** Words that hold a sign of denial and deny nothing. */
const noDenial =
  /《[^》]*》|(?:不|未|没有)(?:得|能|应|可以?|曾)?(?:少于|低于|高于|超过|超出|多于|小于|大于|晚于|早于)|不足|不满|未满|不到(?=\d)|不限于|不仅|不但|不只|不光|不同|不断|不过|不论|不管|不少|不良|不当|不动产|不久|不妨|不禁|不免|不愧|不得不|不可避免|不可或缺|不可分割|不容忽视|不可忽视|不亚于|不乏|不失为|无论|无人[机驾车艇]|无线|无障碍|无疑|无形|无机|非常|非遗|非洲|非凡|非物质|未来|未成年|未婚|没收|没落|莫过于|并非不|不无|无不|没有不/g;
export const denial =
  /从不|从未|绝不|决不|不再|不会|不能够?|不得|不可以?|不予|不应当?|不该|不宜|不准|不许|不必|不用|不需要?|无需|无须|无权|无法|毫无|没有|并未|尚未|未能|未曾|未被|未经|未|并非|而非|不是|不|没|无|非|禁止|严禁|杜绝|缺乏|缺少|拒绝|取消|免于|免予|避免|停止|免除|豁免/g;

/** Without what only looks like a denial; of the same length, so that places stay what they are. */
export function blank(text: string): string {
  return text.replace(noDenial, (words) => '＿'.repeat(words.length));
}

export function denialIn(text: string): { readonly words: string; readonly start: number } | undefined {
  const [found] = blank(text).matchAll(denial);
  return found && { words: found[0], start: found.index };
}

const reachBefore = 10;
const reachAfter = 4;

/** Denied before it in its clause, or right behind it: 罚款可以免除. */
export function isDeniedAround(text: string, words: string): boolean {
  const blanked = blank(text);
  for (let at = blanked.indexOf(words); at >= 0; at = blanked.indexOf(words, at + 1)) {
    const before = blanked.slice(Math.max(0, at - reachBefore), at).replace(/^.*[，,。；;]/s, '');
    const after = blanked.slice(at + words.length, at + words.length + reachAfter).replace(/[，,。；;].*$/s, '');
    if (denialIn(before) || denialIn(after)) return true;
  }
  return false;
}
