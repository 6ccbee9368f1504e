// What a password must be: long enough, hard to guess, and not one of the last ones. No rules about kinds of characters: they
// make passwords that are hard to remember and easy to guess (NIST SP 800-63B). Guessing is estimated by zxcvbn.
import { AppError } from '../base/errors.ts';
import { isPasswordOf } from './password-hash.ts';

/** Longer ones would only cost time to hash. */
const longestPassword = 128;
/** zxcvbn: at least 10^8 guesses, "safely unguessable" behind a slow hash. */
const leastScore = 3;

/** Words that a guesser would try first here. */
const houseWords = ['hengjian', '衡鉴', 'zhengwu', 'zhengfu', 'mima', 'guanliyuan', 'woaini'];

export async function requireFitPassword(
  password: string,
  { least, words, earlierHashes }: { readonly least: number; readonly words: readonly string[]; readonly earlierHashes: readonly string[] },
): Promise<void> {
  const length = Array.from(password).length;
  if (length < least) throw unfit(`至少 ${least} 个字符`, `it needs at least ${least} characters`);
  if (length > longestPassword) throw unfit(`最多 ${longestPassword} 个字符`, `it may have at most ${longestPassword} characters`);
  if ((await scoreOf(password, words)) < leastScore)
    throw unfit('太容易被猜到，可用几个互不相干的词组成', 'it is too easy to guess; several unrelated words are good');
  for (const hash of earlierHashes) {
    if (await isPasswordOf(hash, password)) throw unfit('最近用过，请换一个', 'it was used lately; choose another');
  }
}

async function scoreOf(password: string, words: readonly string[]): Promise<number> {
  // Its word lists take a third of a second to load, and most starts never need them.
  const [{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ]);
  const estimate = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs, maxLength: longestPassword });
  return estimate.check(password, [...houseWords, ...words]).score;
}

function unfit(faultZh: string, faultEn: string): AppError {
  return new AppError('password-unfit', { faultZh, faultEn });
}
