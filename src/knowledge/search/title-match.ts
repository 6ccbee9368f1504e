// Which titles a citation means: full titles and the short forms in which people say them.
import { normalizeForSearch } from './normalize.ts';

/** A title (or a question) reduced to what distinguishes it: no state name, no edition, no marks. */
function titleKey(title: string): string {
  return normalizeForSearch(title)
    .replace(/[(〔[]\d{4}年?(?:修订|修正|修改|修正文本|版|年版|年)?[)〕\]]/g, '')
    .replaceAll('中华人民共和国', '')
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** Shorter keys would be found inside anything. */
const minKeyCharacters = 2;
/** What a question may put in front of an unquoted title. */
const leadIn =
  /(?:请问|问|根据|依据|依照|按照|参照|违反|适用|符合|有关|关于|查询|查找|查看|查|看|在|和|与|及|或|的|是|对|按|据|知道|了解|说|叫|帮我找|现行|新|我国|中国|国家|最新)$/;
const region = /^[\p{L}\p{N}]{1,12}?(?:自治区|自治州|自治县|省|市|州(?!市)|县|区|旗)(?:人民政府)?/u;

interface CitedTitle {
  readonly title: string;
  /** 《》 marked it, so that nothing in front of it belongs to the question. */
  readonly isTitleQuoted: boolean;
}

/** Whatever has a title, by the forms in which people say it. */
export class TitleIndex<Holder extends { readonly title: string }> {
  readonly #byKey = new Map<string, Set<Holder>>();
  readonly #byShortKey = new Map<string, Set<Holder>>();
  /** Working keys out costs far more than keeping titles, so it waits until somebody looks for one. */
  readonly #waiting = new Set<Holder>();

  add(holder: Holder): void {
    this.#waiting.add(holder);
  }

  delete(holder: Holder): void {
    if (this.#waiting.delete(holder)) return;
    const { key, shortKeys } = keysOf(holder.title);
    this.#byKey.get(key)?.delete(holder);
    for (const shortKey of shortKeys) this.#byShortKey.get(shortKey)?.delete(holder);
  }

  /** Those meant, of the ones accepted: what is not accepted hides nothing. */
  find({ title, isTitleQuoted }: CitedTitle, accept: (holder: Holder) => boolean = () => true): Holder[] {
    this.#workKeysOut();
    const cited = titleKey(title);
    const whole = this.#holdersOf(cited, accept);
    if (whole.length > 0 || isTitleQuoted) return whole;
    for (let start = 1; start <= cited.length - minKeyCharacters; start += 1) {
      const found = leadIn.test(cited.slice(0, start)) ? this.#holdersOf(cited.slice(start), accept) : [];
      if (found.length > 0) return found;
    }
    return [];
  }

  #holdersOf(key: string, accept: (holder: Holder) => boolean): Holder[] {
    const whole = Array.from(this.#byKey.get(key) ?? []).filter(accept);
    return whole.length > 0 ? whole : Array.from(this.#byShortKey.get(key) ?? []).filter(accept);
  }

  #workKeysOut(): void {
    for (const holder of this.#waiting) {
      const { key, shortKeys } = keysOf(holder.title);
      add(this.#byKey, key, holder);
      for (const shortKey of shortKeys) add(this.#byShortKey, shortKey, holder);
    }
    this.#waiting.clear();
  }
}

interface TitleKeys {
  readonly key: string;
  readonly shortKeys: readonly string[];
}

function keysOf(title: string): TitleKeys {
  return { key: titleKey(title), shortKeys: shortKeysOf(title) };
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

function add<Holder>(holdersByKey: Map<string, Set<Holder>>, key: string, holder: Holder): void {
  const holders = holdersByKey.get(key);
  if (holders) holders.add(holder);
  else holdersByKey.set(key, new Set([holder]));
}
