// From an extracted span to a quotation that can be shown: the stored reading text is read again, and a span that does not
// equal it to the letter is not shown.
import type { Scope } from '../access/scope.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { maxQuotationCharacters, type Quotation } from './contract.ts';
import type { ExtractedSentence } from './extract/evidence.ts';
import type { Evidence } from './gather-evidence.ts';

export type UnnumberedQuotation = Omit<Quotation, 'number'>;

async function quote(
  knowledge: Knowledge,
  scope: Scope,
  evidence: readonly Evidence[],
  sentence: ExtractedSentence,
): Promise<UnnumberedQuotation | undefined> {
  const source = evidence.find(({ passage }) => passage.id === sentence.passageId);
  if (!source || sentence.end - sentence.start > maxQuotationCharacters) return undefined;
  const stored = await knowledge.readSpan(scope, source.version.id, sentence.start, sentence.end);
  if (stored.text !== sentence.text) return undefined;
  const { document, version, passage } = source;
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
    isAttached: source.isAttached === true,
  };
}

/** Those of the spans that can be shown, in their order. */
export async function quoteAll(
  knowledge: Knowledge,
  scope: Scope,
  evidence: readonly Evidence[],
  spans: readonly ExtractedSentence[],
): Promise<UnnumberedQuotation[]> {
  const quotations = await Promise.all(spans.map((span) => quote(knowledge, scope, evidence, span)));
  return quotations.filter((one) => one !== undefined);
}
