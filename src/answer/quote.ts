// From an extracted span to a quotation that can be shown: the stored reading text is read again, and a span that does not
// equal it to the letter is not shown.
import type { Scope } from '../access/access.ts';
import type { SearchHit } from '../knowledge/contract.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { maxQuotationCharacters, type Quotation } from './contract.ts';
import type { ExtractedSentence } from './extract/evidence.ts';

export type UnnumberedQuotation = Omit<Quotation, 'number'>;

export async function quote(
  knowledge: Knowledge,
  scope: Scope,
  hits: readonly SearchHit[],
  sentence: ExtractedSentence,
): Promise<UnnumberedQuotation | undefined> {
  const hit = hits.find(({ passage }) => passage.id === sentence.passageId);
  if (!hit || sentence.end - sentence.start > maxQuotationCharacters) return undefined;
  const stored = await knowledge.readSpan(scope, hit.version.id, sentence.start, sentence.end);
  if (stored.text !== sentence.text) return undefined;
  const { document, version, passage } = hit;
  return {
    quote: stored.text,
    document: { id: document.id, name: document.name, title: document.title, grade: document.grade },
    version,
    passageId: passage.id,
    headingPath: passage.headingPath,
    page: passage.page,
    start: sentence.start,
    end: sentence.end,
    origin: stored.origin,
  };
}
