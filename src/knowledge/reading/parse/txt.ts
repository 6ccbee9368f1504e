// Plain text: every line that is not blank is a paragraph; cleaning joins lines that break a sentence.
import { DraftBuilder, type ParseResult, textPiece } from '../draft.ts';

export function parseText(source: string): ParseResult {
  const builder = new DraftBuilder();
  for (const match of source.matchAll(/[^\r\n\f\u0085\u2028\u2029]+/g)) builder.add('body', [textPiece(match[0], match.index)]);
  return { kind: 'parsed', draft: builder.build() };
}
