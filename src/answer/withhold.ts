// A stored run as its asker may see it now: whoever lost the right to a document since then is no longer shown what was quoted
// from it, nor what the notice says of it.
import type { VersionId } from '../base/ids.ts';
import type { Answer, Bilingual, Quotation } from './contract.ts';
import { noticeOf } from './notices.ts';

const withheldNotice: Bilingual = {
  zh: '其中一些原文所在的文档，您现在无权查看，因此不再显示。如仍需要，请向文档的归口部门申请。',
  en: 'You may no longer see some of the documents quoted here, so those quotations are not shown. Ask the department that owns them if you still need them.',
};

/** What it shows rests on them, or may tell of them. */
export function versionsUsed({ citations, found, opinions, reasoning }: Answer): VersionId[] {
  const quoted = [...citations, ...found].filter(({ isAttached }) => !isAttached).map(({ version }) => version.id);
  return [...new Set([...quoted, ...[...opinions, ...(reasoning ? [reasoning] : [])].flatMap(({ versionIds }) => versionIds)])];
}

/** Without the quotations from versions that are not `readable`, the sentences that rest on them, and views and reasoning that may tell of them. */
export function withholdUnreadable(given: Answer, readable: ReadonlySet<VersionId>): Answer {
  const maySee = ({ versionIds }: { readonly versionIds: readonly VersionId[] }): boolean => versionIds.every((id) => readable.has(id));
  const opinions = given.opinions.filter(maySee);
  const answer = { ...given, opinions, reasoning: given.reasoning && maySee(given.reasoning) ? given.reasoning : null };
  // What one attached is one's own.
  const isReadable = ({ version, isAttached }: Quotation): boolean => isAttached || readable.has(version.id);
  const [citations, found] = [answer.citations.filter(isReadable), answer.found.filter(isReadable)];
  if (citations.length === answer.citations.length && found.length === answer.found.length) return answer;
  const shown = new Set(citations.map(({ number }) => number));
  const sentences = answer.sentences.filter((sentence) => sentence.citations.every((number) => shown.has(number)));
  // The notice of the outcome alone: a gap that has a name was found in a text that may be withheld.
  const outcome = noticeOf(answer.outcome);
  const notice = outcome ? { zh: `${withheldNotice.zh}${outcome.zh}`, en: `${withheldNotice.en} ${outcome.en}` } : withheldNotice;
  const refused = answer.refused || sentences.length === 0;
  return { ...answer, citations, found, sentences, opinions: refused ? [] : opinions, notice, refused };
}
