// Whose the statement is: the place, the speaker or the maker that a sentence, or the text before it, names.
import { person } from '../mentions/persons.ts';
import type { Candidate } from './candidates.ts';
import type { Gap } from './evidence.ts';

const provinces =
  '北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门';
const cities =
  '深圳|广州|杭州|南京|武汉|成都|西安|郑州|长沙|济南|青岛|大连|宁波|厦门|苏州|无锡|合肥|福州|南昌|沈阳|长春|哈尔滨|石家庄|太原|昆明|贵阳|南宁|海口|兰州|银川|西宁|乌鲁木齐|呼和浩特|拉萨|雄安|珠海|东莞|佛山';
const foreign = '美国|日本|英国|德国|法国|韩国|印度|俄罗斯|欧盟|中国|我国';
/** A place inside the name of an institution says nothing of whose policy it is. */
const place = new RegExp(`(${provinces}|${cities}|${foreign})(?!\\p{Script=Han}{0,6}(?:大学|学院|日报|晚报|证券|银行|研究院))`, 'gu');

const speech = '认为|指出|表示|建议|强调|称为?|介绍|觉得|坦言|提出|说|看来|期待|比较|解释';
const asker = new RegExp(`^(?:在)?${person}(?:所|最|怎样|怎么|如何|对|关于|为什么)*(?:${speech})`, 'u');
const speaker = new RegExp(`${person}(?:则|也|还|曾|就|最|均)?(?:${speech})`, 'gu');

/** A statement hangs on the nearest holder named before it, not further back than this. */
const sentencesBack = 4;

export function findHolderConflict(question: string, candidate: Candidate): Gap | undefined {
  return placeConflict(question, candidate) ?? speakerConflict(question, candidate) ?? makerConflict(question, candidate.normalized);
}

function placeConflict(question: string, candidate: Candidate): Gap | undefined {
  const asked = namesIn(question, place);
  if (asked.length === 0) return undefined;
  const found = nearest(candidate, (text) => namesIn(text, place));
  const missing = asked.find((name) => !found.includes(name) && !isHomeland(name));
  const rival = found.find((name) => !isHomeland(name));
  return missing !== undefined && rival !== undefined && !aroundMentions(candidate, missing)
    ? { kind: 'contradicted', asked: missing, found: rival }
    : undefined;
}

function isHomeland(name: string): boolean {
  return name === '中国' || name === '我国';
}

function speakerConflict(question: string, candidate: Candidate): Gap | undefined {
  const asked = asker.exec(question)?.[1];
  if (asked === undefined || candidate.normalized.includes(asked)) return undefined;
  const found = nearest(candidate, (text) => (text.includes(asked) ? [asked] : namesIn(text, speaker)));
  return found.length > 0 && !found.includes(asked) ? { kind: 'contradicted', asked, found: found[0] ?? '' } : undefined;
}

const making = '提出|发布|推出|开发|研发|印发|出台|发起|创立|创办|制定|建成|设立|收购|启动';
const made = new RegExp(
  `([a-z][a-z\\d-]+|\\p{Script=Han}{2,8}?)(?:在|于)?(?:\\d+年(?:\\d+月)?(?:\\d+日)?)?(${making})(?:的|了)?[《“"]?([a-z][a-z\\d-]*|\\p{Script=Han}{2,6})`,
  'gu',
);

/** The question says that one made it, the sentence that another did. */
function makerConflict(question: string, sentence: string): Gap | undefined {
  const said = [...sentence.matchAll(made)];
  for (const [, who = '', verb, what = ''] of question.matchAll(made)) {
    const rival = said.find((other) => other[2] === verb && (other[3] ?? '').slice(0, 4) === what.slice(0, 4));
    if (rival && !/[哪谁几何]|什么/.test(who) && !sentence.includes(who) && !who.includes(rival[1] ?? ''))
      return { kind: 'contradicted', asked: who, found: rival[1] ?? '' };
  }
  return undefined;
}

function namesIn(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

function nearest(candidate: Candidate, namesOf: (text: string) => string[]): string[] {
  let current: Candidate | undefined = candidate;
  for (let back = 0; back <= sentencesBack && current; back += 1, current = current.previous) {
    const names = namesOf(current.normalized);
    if (names.length > 0) return names;
  }
  return [];
}

function aroundMentions(candidate: Candidate, name: string): boolean {
  return [...candidate.passage.headingPath, candidate.passage.title].some((text) => text.includes(name));
}
