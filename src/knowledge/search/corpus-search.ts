// Search over texts in memory, without a database: for one's own test set and for benchmarks. The same steps as in the library.
import { Bm25Index } from './bm25.ts';
import { articleOf, type Citation, documentNumbersIn, resolveCitation } from './citation.ts';
import { citedIn, inReadingOrder } from './cited-passages.ts';
import { segmentForIndex, segmentQuery } from './segment.ts';
import { TitleIndex } from './title-match.ts';

export interface CorpusText {
  readonly id: string;
  readonly title?: string | undefined;
  readonly text: string;
  /** First day in force. */
  readonly date?: string | undefined;
  /** First day no longer in force. */
  readonly expired?: string | undefined;
}

export interface CorpusQuery {
  readonly text: string;
  /** Without a day the validity of texts is not looked at. */
  readonly asOf?: string | undefined;
  readonly limit: number;
}

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly effectiveOn: string | null;
  readonly expiredOn: string | null;
  readonly isExpired: boolean;
}

interface CitableText {
  readonly title: string;
  readonly rowsByArticle: Map<string, number[]>;
}

export class CorpusSearch {
  readonly #index = new Bm25Index();
  readonly #entries: Entry[] = [];
  readonly #titles = new TitleIndex<CitableText>();
  readonly #byTitle = new Map<string, CitableText>();
  readonly #rowsByDocumentNumber = new Map<string, number[]>();

  add({ id, title = '', text, date, expired }: CorpusText): void {
    const row = this.#index.add(segmentForIndex({ title, headingPath: [], text }));
    this.#entries[row] = { id, title, effectiveOn: date || null, expiredOn: expired || null, isExpired: Boolean(expired) };
    const article = articleOf(text);
    if (article !== undefined) listIn(this.#citable(title).rowsByArticle, article).push(row);
    for (const number of new Set(documentNumbersIn(`${title}\n${text}`))) listIn(this.#rowsByDocumentNumber, number).push(row);
  }

  /** Ids, best first: what the question cites, then what its words rank. */
  search({ text, asOf, limit }: CorpusQuery): string[] {
    const accept = (row: number) => asOf === undefined || this.#isInForce(row, asOf);
    const ranked = this.#index.search(segmentQuery(text), { limit, accept }).map(({ row }) => row);
    const cited = this.#cited(text).filter(accept);
    return Array.from(new Set([...cited, ...ranked]), (row) => this.#entries[row]?.id ?? '').slice(0, limit);
  }

  #citable(title: string): CitableText {
    const known = this.#byTitle.get(title);
    if (known) return known;
    const text: CitableText = { title, rowsByArticle: new Map() };
    this.#byTitle.set(title, text);
    this.#titles.add(text);
    return text;
  }

  #isInForce(row: number, day: string): boolean {
    const { effectiveOn, expiredOn } = this.#entries[row] ?? {};
    return (!effectiveOn || effectiveOn <= day) && (!expiredOn || day < expiredOn);
  }

  #cited(query: string): number[] {
    const citation = resolveCitation(query);
    if (!citation) return [];
    const byArticle = this.#citedArticle(citation);
    return byArticle.length > 0 ? byArticle : this.#citedDocument(citation);
  }

  #citedArticle({ article, ...citation }: Citation): number[] {
    if (article === undefined) return [];
    const rows = citedIn(this.#titles, citation).flatMap(({ rowsByArticle }) => rowsByArticle.get(article) ?? []);
    const passages = rows.flatMap((row) => {
      const entry = this.#entries[row];
      return entry ? [{ row, ...entry }] : [];
    });
    return inReadingOrder(passages, citation.edition).map(({ row }) => row);
  }

  #citedDocument({ documentNumber }: Citation): number[] {
    if (documentNumber === undefined) return [];
    return [...this.#rowsByDocumentNumber].filter(([number]) => documentNumber.endsWith(number)).flatMap(([, rows]) => rows);
  }
}

function listIn(lists: Map<string, number[]>, key: string): number[] {
  const known = lists.get(key) ?? [];
  lists.set(key, known);
  return known;
}
