// The sentences among which the answer is looked for, each with what stands around it.
import { splitSentences } from '../../knowledge/reading/sentences.ts';
import { normalizeForSearch } from '../../knowledge/search/normalize.ts';
import type { EvidencePassage } from './evidence.ts';
import { findMeasures, type Measure } from '../mentions/measure.ts';

export interface Candidate {
  readonly passage: EvidencePassage;
  /** Place in the reading text. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly normalized: string;
  readonly measures: readonly Measure[];
  /** Neighbours in the reading text, if they were retrieved too. */
  readonly previous?: Candidate;
  next?: Candidate;
}

/** A gap of a line feed or a space between passages does not part them. */
const largestGap = 3;

/** In reading order within a document, documents in order of their best passage. */
export function findCandidates(passages: readonly EvidencePassage[]): Candidate[] {
  const ordered = [...passages].sort((a, b) => a.start - b.start);
  const documents = [...new Set(passages.map((passage) => passage.documentId))];
  return documents.flatMap((id) => chain(ordered.filter((passage) => passage.documentId === id)));
}

function chain(passages: readonly EvidencePassage[]): Candidate[] {
  const candidates: Candidate[] = [];
  for (const passage of passages) {
    for (const span of splitSentences(passage.text)) {
      const last = candidates.at(-1);
      const start = passage.start + span.start;
      if (last !== undefined && start < last.end) continue;
      if (isHeading(passage, passage.text.slice(span.start, span.end))) continue;
      const adjacent = last !== undefined && start - last.end <= largestGap ? last : undefined;
      const candidate = candidateOf(passage, span.start, span.end, adjacent);
      if (adjacent) adjacent.next = candidate;
      candidates.push(candidate);
    }
  }
  return candidates;
}

/** A title or heading says what the text is about, not what it says. */
function isHeading({ title, headingPath }: EvidencePassage, text: string): boolean {
  return text === title || headingPath.includes(text);
}

function candidateOf(passage: EvidencePassage, from: number, to: number, previous: Candidate | undefined): Candidate {
  const text = passage.text.slice(from, to);
  const normalized = normalizeForSearch(text);
  return {
    passage,
    start: passage.start + from,
    end: passage.start + to,
    text,
    normalized,
    measures: findMeasures(normalized),
    ...(previous && { previous }),
  };
}
