// Sentences that open a document and say nothing of what it holds: purpose, scope, announcement; and questions that a text puts itself.

const purpose = /^(?:第[一二三]条)?\s*(?:为了?|根据|依据|按照)[^。]*(?:制定本|(?:通知|公告|通告|规定|意见)如下)/;
const scope = /适用(?:于)?本(?:办法|规定|细则|条例|指南|通知)|本(?:办法|规定|细则|条例)适用于/;
const announcement = /(?:现[将就]|特|决定)[^。]{0,60}(?:如下|[通公]告)[:：]?$/;
const question = /^(?:问|q\d*)\s*[:：]|[?？]$/;
/** Who asks for one of these wants just such a sentence. */
const wanted = /目的|依据|根据|适用|制定|出台|背景|意义|为什么|为何|范围/;

/** Both in the normal form of search. */
export function isPreamble(sentence: string): boolean {
  return purpose.test(sentence) || scope.test(sentence) || announcement.test(sentence);
}

export function wantsPreamble(normalizedQuestion: string): boolean {
  return wanted.test(normalizedQuestion);
}

/** 问：…… in a list of questions and answers. */
export function isQuestion(sentence: string): boolean {
  return question.test(sentence);
}
