// The service that a question is about, where it is named by a compound: 残疾证, 结婚登记, 租房补贴. Another service's guide is no answer.
import { isWord, termsOf } from '../../knowledge/search/segment.ts';
import type { Candidate } from './candidates.ts';
import { wordingsOfSame } from './lay-words.ts';
import { surroundingsOf } from './support.ts';
import { carries } from './wording.ts';

const endsInKind = /(?:[证卡照]|许可|登记|补贴|补助|津贴|保险|金|援助|公证|仲裁)$/;
/** Alone they name no service. */
const general = new Set(['登记', '补贴', '补助', '津贴', '保险', '许可', '资金', '现金', '奖金', '保证']);
/** To have it is one thing, to end or to change it another. */
const otherActs = /注销|过户|变更|激活|挂失|预约|备案/;
const longestCompound = 3;

/** Words of the question that together name a service, the first that neither the sentence nor what stands around it names. The question is in the normal form. */
export function missingService(normalizedQuestion: string, candidate: Candidate): string | undefined {
  const texts = [candidate.normalized, ...surroundingsOf(candidate)];
  const act = otherActs.exec(normalizedQuestion)?.[0];
  if (act !== undefined && !texts.some((text) => carries(text, act))) return act;
  return compoundsIn(normalizedQuestion)
    .find((compounds) => !compounds.some((words) => texts.some((text) => names(text, words))))?.[0]
    ?.join('');
}

/** For each word that ends in the kind of a service: it with the words before it, down to those of three characters. */
function compoundsIn(question: string): (readonly string[])[][] {
  const words = termsOf(question)
    .filter(({ token }) => isWord(token))
    .map(({ wording }) => wording);
  return words.flatMap((word, at) => {
    if (!endsInKind.test(word)) return [];
    const compounds = Array.from({ length: Math.min(longestCompound, at + 1) }, (_, more) => words.slice(at - more, at + 1))
      .filter((compound) => question.includes(compound.join('')))
      .filter((compound) => !isGeneral(compound.join('')));
    return compounds.length === 0 ? [] : [compounds.toReversed()];
  });
}

function isGeneral(compound: string): boolean {
  return compound.length < 2 || general.has(compound);
}

/** Whether the words stand in the text one soon after the other, each in any of its wordings: 养老补贴 in 养老服务补贴. */
function names(text: string, words: readonly string[]): boolean {
  const [whole, others] = [
    words.join(''),
    words.map((word) =>
      wordingsOfSame(word)
        .map((wording) => RegExp.escape(wording))
        .join('|'),
    ),
  ];
  return carries(text, whole) || new RegExp(others.map((one) => `(?:${one})`).join('[^,，。;；]{0,3}'), 'u').test(text);
}
