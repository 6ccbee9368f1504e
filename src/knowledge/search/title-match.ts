// Which of the library's titles a citation means: full titles and the short forms in which people say them.
import { normalizeForSearch } from './normalize.ts';

/** A title (or a question) reduced to what distinguishes it: no state name, no edition, no marks. */
function titleKey(title: string): string {
  return normalizeForSearch(title)
    .replace(/[(〔[]\d{4}年?(?:修订|修正|修改|修正文本|版|年版|年)?[)〕\]]/g, '')
    .replaceAll('中华人民共和国', '')
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

export interface TitleMatcher {
  /** The titles meant, best understanding first found; empty when none is. */
  readonly find: (cited: { readonly title: string; readonly isTitleQuoted?: boolean }) => readonly string[];
}

/** Shorter keys would be found inside anything. */
const minKeyCharacters = 2;
/** What a question may put in front of an unquoted title. */
const leadIn =
  /(?:请问|问|根据|依据|依照|按照|参照|违反|适用|符合|有关|关于|查询|查找|查看|查|看|在|和|与|及|或|的|是|对|按|据|知道|了解|说|叫|帮我找|现行|新|我国|中国|国家|最新)$/;
const region = /^[\p{L}\p{N}]{1,12}?(?:自治区|自治州|自治县|省|市|州(?!市)|县|区|旗)(?:人民政府)?/u;

export function createTitleMatcher(titles: Iterable<string>): TitleMatcher {
  const byKey = new Map<string, Set<string>>();
  const byShortKey = new Map<string, Set<string>>();
  for (const title of titles) {
    const { key, shortKeys } = keysOf(title);
    add(byKey, key, title);
    for (const shortKey of shortKeys) add(byShortKey, shortKey, title);
  }
  const find = (key: string) => byKey.get(key) ?? byShortKey.get(key);
  return {
    find: ({ title, isTitleQuoted }) => {
      const cited = titleKey(title);
      const whole = find(cited);
      if (whole || isTitleQuoted) return [...(whole ?? [])];
      for (let start = 1; start <= cited.length - minKeyCharacters; start += 1) {
        const found = leadIn.test(cited.slice(0, start)) ? find(cited.slice(start)) : undefined;
        if (found) return [...found];
      }
      return [];
    },
  };
}

interface TitleKeys {
  readonly key: string;
  readonly shortKeys: readonly string[];
}

/** Working keys out costs far more than looking them up, and a library's titles hardly change. */
const knownKeys = new Map<string, TitleKeys>();
const maxKnownKeys = 50_000;

function keysOf(title: string): TitleKeys {
  const known = knownKeys.get(title);
  if (known) return known;
  if (knownKeys.size >= maxKnownKeys) knownKeys.clear();
  const keys = { key: titleKey(title), shortKeys: shortKeysOf(title) };
  knownKeys.set(title, keys);
  return keys;
}

/** 云州市养老服务条例（试行） is also said 养老服务条例; a notice that issues 《…办法》 is known by the name of the rules. */
function shortKeysOf(title: string): string[] {
  const key = titleKey(title);
  const untried = key.replace(/(?:试行|暂行)$/, '');
  const inner = /印发[〈《](?<inner>.+)[〉》]/.exec(title)?.groups?.['inner'];
  const forms = [untried, key.replace(region, ''), untried.replace(region, '')];
  if (inner !== undefined) forms.push(titleKey(inner), titleKey(inner).replace(region, ''));
  return forms.filter((form) => form !== key && form.length > minKeyCharacters);
}

function add(titlesByKey: Map<string, Set<string>>, key: string, title: string): void {
  const titles = titlesByKey.get(key);
  if (titles) titles.add(title);
  else titlesByKey.set(key, new Set([title]));
}
