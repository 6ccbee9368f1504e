// Why a passage was found, in the question's own words, and where to look in it.
import { normalizeForSearch, type NormalizedText, normalizeWithOrigin } from './normalize.ts';
import { headsOf, heldTokens, type IndexableText, isWord, type Term, termsOf } from './segment.ts';

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface HitExplanation {
  /** Words of the question, as written there, that the passage, its headings or its title hold. */
  readonly matchedTerms: readonly string[];
  readonly missingTerms: readonly string[];
  /** Where they stand in the passage's text, in order, none touching another. */
  readonly highlights: readonly Span[];
  /** Whether a word or a pair of characters is shared; single characters rank, but alone they are chance. */
  readonly isRelated: boolean;
}

/** Words that questions are made of; they match everywhere and explain nothing. */
const questionWords = new Set(
  '的 了 吗 呢 是 在 和 与 或 有 对 被 把 我 你 他 什么 怎么 怎样 如何 哪些 哪个 哪里 多少 为什么 是否 能否 可否 可以 能 会 要 应 请问 规定 内容 应当'.split(
    ' ',
  ),
);

/** What is asked is looked at once, for all passages that were found. */
export function explainerFor(query: string): (passage: IndexableText) => HitExplanation {
  const asked = termsOf(query);
  const words = askedWords(query, asked);
  return (passage) => {
    const text = normalizeWithOrigin(passage.text);
    const held = heldTokens([...headsOf(passage).map(normalizeForSearch), text.text], asked);
    const matched = words.filter((word) => held.has(word.token));
    return {
      matchedTerms: matched.map((word) => word.written),
      isRelated: isRelated(asked, held),
      missingTerms: words.filter((word) => !held.has(word.token)).map((word) => word.written),
      highlights: findAll(
        matched.map((word) => word.wording),
        text,
        passage.text.length,
      ),
    };
  };
}

function isRelated(asked: readonly Term[], held: ReadonlySet<string>): boolean {
  const telling = asked.filter(({ wording }) => wording.length > 1);
  // A question of one character has nothing else.
  return telling.length === 0 || telling.some(({ token }) => held.has(token));
}

interface AskedWord {
  readonly token: string;
  readonly wording: string;
  /** As the person wrote it. */
  readonly written: string;
}

function askedWords(query: string, asked: readonly Term[]): AskedWord[] {
  const normalized = normalizeWithOrigin(query);
  const words = new Map<string, AskedWord>();
  for (const { token, wording } of asked) {
    if (!isWord(token) || questionWords.has(wording)) continue;
    const start = normalized.text.indexOf(wording);
    const written = start < 0 ? wording : query.slice(normalized.starts[start], normalized.ends[start + wording.length - 1]);
    words.set(token, { token, wording, written });
  }
  return Array.from(words.values());
}

function findAll(wordings: readonly string[], normalized: NormalizedText, rawLength: number): Span[] {
  const isMarked = new Uint8Array(rawLength);
  for (const wording of wordings) {
    for (let at = normalized.text.indexOf(wording); at >= 0; at = normalized.text.indexOf(wording, at + wording.length)) {
      isMarked.fill(1, normalized.starts[at], normalized.ends[at + wording.length - 1]);
    }
  }
  const spans: Span[] = [];
  for (let start = isMarked.indexOf(1); start >= 0; ) {
    const stop = isMarked.indexOf(0, start);
    const end = stop < 0 ? rawLength : stop;
    spans.push({ start, end });
    start = isMarked.indexOf(1, end);
  }
  return spans;
}
