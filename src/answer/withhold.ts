// A stored run as its asker may see it now: whoever lost the right to a document since then is no longer shown what was quoted
// from it, nor what the notice says of it.
import type { VersionId } from '../base/ids.ts';
import type { Answer, Bilingual, Quotation } from './contract.ts';
import { noticeOf } from './notices.ts';

const withheldNotice: Bilingual = {
  zh: '其中一些原文所在的文档，您现在无权查看，因此不再显示。如仍需要，请向文档的归口部门申请。',
  en: 'You may no longer see some of the documents quoted here, so those quotations are not shown. Ask the department that owns them if you still need them.',
};

export function versionsQuoted({ citations, found, reasoning }: Answer): VersionId[] {
  const quoted = [...citations, ...found].filter(({ isAttached }) => !isAttached).map(({ version }) => version.id);
  return [...new Set([...quoted, ...(reasoning?.versionIds ?? [])])];
}

/** Without reasoning that may tell of versions that are not `readable`, without the quotations from versions that are not `readable`, and without the sentences that rest on them. */
export function withholdUnreadable(given: Answer, readable: ReadonlySet<VersionId>): Answer {
  const answer = given.reasoning?.versionIds.every((id) => readable.has(id)) ? given : { ...given, reasoning: null };
  // What one attached is one's own.
  const isReadable = ({ version, isAttached }: Quotation): boolean => isAttached || readable.has(version.id);
  const [citations, found] = [answer.citations.filter(isReadable), answer.found.filter(isReadable)];
  if (citations.length === answer.citations.length && found.length === answer.found.length) return answer;
  const shown = new Set(citations.map(({ number }) => number));
  const sentences = answer.sentences.filter((sentence) => sentence.citations.every((number) => shown.has(number)));
  // The notice of the outcome alone: a gap that has a name was found in a text that may be withheld.
  const outcome = noticeOf(answer.outcome);
  const notice = outcome ? { zh: `${withheldNotice.zh}${outcome.zh}`, en: `${withheldNotice.en} ${outcome.en}` } : withheldNotice;
  return { ...answer, citations, found, sentences, notice, refused: answer.refused || sentences.length === 0 };
}
