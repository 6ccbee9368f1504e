// What is said about an outcome, in both languages. The outcome itself is data; this is only its wording.
import type { Bilingual, Outcome } from './contract.ts';
import type { Gap } from './extract/evidence.ts';

const notices: Readonly<Record<Exclude<Outcome, 'answered'>, Bilingual>> = {
  'not-found': {
    zh: '文库里没有找到相关内容，因此不作回答。可以换个说法，或请知识编辑补充资料。',
    en: 'The library holds nothing on this, so nothing is asserted. Put it differently, or ask an editor to add the document.',
  },
  'not-sure': {
    zh: '找到了相近的内容，但不足以回答这个问题。以下是找到的原文，请自行判断，不能当作答复。',
    en: 'Something near was found, but not enough to answer. Below is what was found, as found: it is not an answer.',
  },
  'needs-clarification': {
    zh: '问题还不够具体。请补充想了解的事项、文件或条件，例如“公租房的申请条件是什么”。',
    en: 'The question is not specific enough. Name the matter, document or condition you mean.',
  },
  'out-of-scope': {
    zh: '这个问题不在政策资料的范围内，这里只依据文库中的文件作答。',
    en: 'This is outside the library; answers here rest on its documents only.',
  },
  blocked: { zh: '内容检查未通过，本次不作回答。', en: 'A content check stopped this; nothing is answered.' },
  failed: { zh: '系统出错，没有形成回答，已记录。请重试。', en: 'Something failed and was recorded; no answer was made. Try again.' },
};

/** What is said of an outcome; a gap that has a name is named before it. */
export function noticeOf(outcome: Outcome, gap?: Gap): Bilingual | null {
  if (outcome === 'answered') return null;
  const { zh, en } = notices[outcome];
  const named = gap && nameGap(gap);
  return named ? { zh: `${named.zh}${zh}`, en: `${named.en} ${en}` } : { zh, en };
}

function nameGap(gap: Gap): Bilingual | undefined {
  switch (gap.kind) {
    case 'contradicted':
      return {
        zh: `资料与问题的说法不一致：问题说“${gap.asked}”，原文是“${gap.found}”。`,
        en: `The sources say otherwise: the question has “${gap.asked}”, the text has “${gap.found}”.`,
      };
    case 'name-missing':
    case 'number-missing':
    case 'year-missing':
      return { zh: `找到的内容没有提到“${gap.asked}”。`, en: `What was found does not mention “${gap.asked}”.` };
    default:
      return undefined;
  }
}
