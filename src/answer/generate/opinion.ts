// What a model says beyond its sources may be shown as its view, if it is no more than that: nothing given to it says otherwise, it has no
// figure, date, name or document of its own, rests itself on none, and says of nobody what he must, may or gets.
import { verifyClaim } from '../verify/verify.ts';

/** 依据……规定, 第三条, 《…》, a link: it claims to be borne out. */
const attributes =
  /《|〔|第[一二三四五六七八九十百千零\d]+[条款项]|https?:|www\.|(?:根据|依据|依照|按照|按)[^，。；]{0,20}(?:规定|文件|通知|办法|条例|政策|法律|法规|标准)|(?:规定|文件|通知|办法|条例|政策|法律|法规|材料)[^，。；]{0,6}(?:明确|指出|要求|显示|写明|载明)/u;
/** Whoever says so tells a rule: rules are quoted, or not told. */
const rules =
  /应当|应该|必须|须|不得|不准|不许|禁止|严禁|可以|不可|不能|有权|无权|允许|准许|无需|不必|免[收费除缴交予]|享受|有资格|符合条件|补贴|罚/u;
/** Numbers of sources, and tokens that were never given. */
const marks = /\s*[[［【(（]\s*(?:\d{1,3}|S[A-Z\d]{4})\s*[\]］】)）]/gu;

/** The view as it may be shown; undefined: it may not. `texts`: all that the model was given, whatever it names. */
export function opinionIn(sentence: string, texts: readonly string[]): string | undefined {
  const text = sentence.replaceAll(marks, '').trim();
  if (text === '' || attributes.test(text) || rules.test(text)) return undefined;
  // Taken together, what one text does not know another may; each alone, what one denies no other makes good.
  if (verifyClaim(text, texts).conflicts.length > 0) return undefined;
  return texts.some((one) => verifyClaim(text, [one]).verdict === 'contradicted') ? undefined : text;
}
