// Questions that name a rule: 《…》第十二条, 民法典1079条, 云政发〔2024〕3号. Ranking by words is weak on them (hit@1 .40 measured,
// .97 resolved), since every rule has an article 12.
import { numeralCharacters, parseNumeral } from './chinese-numeral.ts';
import { normalizeForSearch } from './normalize.ts';

export interface Citation {
  /** As the question has it, without 《》; without quotes it may carry words of the question in front. */
  readonly title?: string;
  /** Whether 《》 marked the title, so that nothing in front of it belongs to the question. */
  readonly isTitleQuoted?: boolean;
  /** The year of a named edition: 公司法（2018修正）. */
  readonly edition?: string;
  /** Canonical, as on a passage: `12` for 第十二条, `12.1` for 第十二条之一. */
  readonly article?: string;
  readonly paragraph?: string;
  readonly item?: string;
  /** Canonical: 云政发〔2024〕3号; may carry words of the question in front. */
  readonly documentNumber?: string;
}

const number = `(?:\\d+|[${numeralCharacters}]+)`;
const articlePattern = new RegExp(
  `第?(?<article>${number})条(?![件例约文])(?:之(?<branch>${number}))?(?:第?(?<paragraph>${number})款)?(?:第?[(]?(?<item>${number})[)]?项)?`,
);
const leadingArticle = new RegExp(`^第(?<article>${number})条(?:之(?<branch>${number}))?`);
const documentNumberPattern =
  /(?<office>\p{Script=Han}{2,20}?)\s*[〔[(【〈{]\s*(?<year>\d{4})\s*[〕\])】〉}]\s*第?\s*(?<number>\d+)\s*号/gu;
const editionPattern = /[(〔[](?<year>\d{4})年?(?:修订|修正|修改|修正文本|版|年版|年)?[)〕\]]/;
/** Between a title and its article stands little: an edition, 的, 中, a chapter. */
const maxGapCharacters = 16;

/** What the question names, or undefined when it names no article and no document number. */
export function resolveCitation(query: string): Citation | undefined {
  const text = normalizeForSearch(query);
  const documentNumber = documentNumbersIn(text)[0];
  const match = articlePattern.exec(text);
  const title = match ? titleBefore(text.slice(0, match.index)) : undefined;
  if (!match?.groups || title === undefined) return documentNumber === undefined ? undefined : { documentNumber };
  const { paragraph, item } = match.groups;
  return {
    ...title,
    article: canonicalArticle(match.groups),
    ...(paragraph === undefined ? {} : { paragraph: String(parseNumeral(paragraph)) }),
    ...(item === undefined ? {} : { item: String(parseNumeral(item)) }),
    ...(documentNumber === undefined ? {} : { documentNumber }),
  };
}

/** The canonical article with whose number a passage begins. */
export function articleOf(passageText: string): string | undefined {
  const groups = leadingArticle.exec(normalizeForSearch(passageText.slice(0, 40)).trimStart())?.groups;
  return groups ? canonicalArticle(groups) : undefined;
}

/** Document numbers in a text, canonical: any brackets become 〔〕, 第 and spaces go. */
export function documentNumbersIn(text: string): string[] {
  return Array.from(
    text.normalize('NFKC').matchAll(documentNumberPattern),
    ({ groups }) => `${groups?.['office']}〔${groups?.['year']}〕${Number(groups?.['number'])}号`,
  );
}

/** The year of the edition that a title names. */
export function editionOf(title: string): string | undefined {
  return editionPattern.exec(title.normalize('NFKC'))?.groups?.['year'];
}

function canonicalArticle(groups: Readonly<Record<string, string>>): string {
  const article = parseNumeral(groups['article'] ?? '');
  const branch = groups['branch'] === undefined ? undefined : parseNumeral(groups['branch']);
  return branch === undefined ? `${article}` : `${article}.${branch}`;
}

function titleBefore(text: string): Pick<Citation, 'title' | 'isTitleQuoted' | 'edition'> | undefined {
  const quoted = lastQuotedTitle(text);
  const title =
    quoted ??
    text
      .split(/[。;?!:,\n]/)
      .at(-1)
      ?.trim();
  if (title === undefined || title === '') return undefined;
  const edition = editionOf(text);
  return { title, isTitleQuoted: quoted !== undefined, ...(edition === undefined ? {} : { edition }) };
}

/** The last outermost 《…》 that ends close to the end of the text. */
function lastQuotedTitle(text: string): string | undefined {
  let depth = 0;
  let start = 0;
  let found: { readonly title: string; readonly end: number } | undefined;
  for (const { 0: mark, index } of text.matchAll(/[《》]/g)) {
    if (mark === '《') {
      if (depth === 0) start = index + 1;
      depth += 1;
    } else if (depth > 0) {
      depth -= 1;
      if (depth === 0) found = { title: text.slice(start, index), end: index + 1 };
    }
  }
  return found !== undefined && text.length - found.end <= maxGapCharacters ? found.title : undefined;
}
