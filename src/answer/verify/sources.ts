// Documents, reports and numbers that a claim refers to must be referred to in the text.
import type { Conflict } from './conflict.ts';
import type { Statement } from './statement.ts';

const titled = /《([^》]{2,60})》/g;
const numbered = /第[a-z\d]{2,}号|[〔[(（]\d{4}[〕\])）]\d+号/g;
const kindsOfSource = '报告|白皮书|蓝皮书|公报|通报|简报|公告|通告|纪要|年鉴|调查|问卷|论文|专访|备忘录|声明|草案|决议|判决';
/** 据……报告, ……报告显示: the claim rests on it. */
const reported = new RegExp(
  `(?:据|根据|依据|按照)?([\\p{Script=Han}a-z\\d]{0,12}(${kindsOfSource}))(?=[》”"]?(?:显示|指出|称|认为|表明|提出|要求|规定|披露|透露|载明|中))`,
  'gu',
);

export function findSourceConflicts(claim: Statement, { text }: Statement): Conflict[] {
  const known = bare(text);
  const titles = [...claim.text.matchAll(titled)].flatMap(([words, title = '']) => (isKnown(bare(title), known) ? [] : [words]));
  const numbers = [...claim.text.matchAll(numbered)].flatMap(([words]) => (known.includes(bare(words)) ? [] : [words]));
  const reports = [...claim.text.matchAll(reported)].flatMap(([, words = '', kind = '']) => (text.includes(kind) ? [] : [words]));
  return [...new Set([...titles, ...numbers, ...reports])].map((words) => ({ kind: 'source', claim: words, text: null }));
}

/** Spelling of titles differs in marks, and the name of the state before a law is often left out. */
function isKnown(title: string, text: string): boolean {
  const short = title.replace(/^中华人民共和国/, '');
  return (
    text.includes(title) ||
    text.includes(short) ||
    new RegExp([...short].map((one) => one.replace(/[\\^$.*+?()[\]{}|]/, '\\$&')).join('.{0,8}'), 'u').test(text)
  );
}

function bare(text: string): string {
  return text.replace(/[\s\p{P}]/gu, '');
}
