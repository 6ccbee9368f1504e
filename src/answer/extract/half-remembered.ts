// Whether a title in a question is that of a document though it is not cited to the letter: 《停车收费管理办法》 for 停车收费规定.

/** What says of a document that it is one, not what it is about. */
const form = /管理|办理|暂行|试行|规定|办法|条例|实施|细则|通知|公告|指南|意见|若干|关于|有关|本[省市区县]|的|[^\p{L}\p{N}]/gu;
/** Shorter ones would be found in anything; a title may leave this share of the other out. */
const shortestCore = 4;
const leastShare = 0.6;

/** Both in the normal form of search. The subject must agree: every character of the shorter one stands in the longer in order. */
export function isHalfRemembered(asked: string, title: string): boolean {
  const [short = '', long = ''] = [asked, title].map((each) => each.replace(form, '')).sort((a, b) => a.length - b.length);
  if (short.length < shortestCore || short.length < long.length * leastShare) return short !== '' && short === long;
  let at = 0;
  for (const character of long) if (character === short[at]) at += 1;
  return at === short.length;
}
