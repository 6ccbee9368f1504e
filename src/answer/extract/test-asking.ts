// What the tests of this room ask of: documents given as titles and texts.
import type { EvidencePassage } from './evidence.ts';
import { extractAnswer } from './extract.ts';

/** Asks documents, each one passage, in the order given. */
export function askingOf(texts: readonly (readonly [title: string, text: string])[]) {
  const passages: readonly EvidencePassage[] = texts.map(([title, text], place) => ({
    passageId: `passage-${place}`,
    documentId: `document-${place}`,
    title,
    headingPath: [],
    text,
    start: 0,
    rank: place + 1,
    score: 1,
  }));
  const ask = (question: string) => extractAnswer({ question, passages });
  /** The sentences of the answer, or what became of the question instead. */
  const answerTo = (question: string): string => {
    const extraction = ask(question);
    return extraction.kind === 'answered' ? extraction.sentences.map(({ text }) => text).join('\n') : extraction.kind;
  };
  return { ask, answerTo };
}
