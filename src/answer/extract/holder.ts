// Whose the statement is: the place, the speaker or the maker that a sentence, or the text before it, names.
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
const post = '院士|教授|代表|委员|主任|院长|博士|研究员|董事长|秘书长|局长|部长|市长|书记|先生|女士';
const surnames =
  '赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹喻柏窦章苏潘葛范彭郎鲁韦马苗方俞任袁柳唐罗薛雷贺倪汤殷郝安常于傅卞齐康伍余顾孟黄穆萧尹姚邵汪祁毛米贝戴宋庞熊纪舒屈项祝董梁杜阮蓝席季贾江童颜郭梅林钟徐邱骆高夏蔡田樊胡霍万柯卢莫丁邓石崔龚程嵇邢陆翁荀段侯宁武刘龙叶黎白蒲卓池乔谭申冉桑牛尚温庄晏瞿阎习易廖耿欧文匡';
/** Common words that begin with a character that is also a surname. */
const words =
  '高校|高中|高层|方案|方面|文章|文件|章程|项目|金融|常委|安全|马上|成本|成果|江苏|温度|施工|万人|季度|易于|平台|时间|支持|任务|任何|于是|程序|贺信|陆续|甘肃|常见|强制|全国|国家|卫健|康复|华北|华东|华南|安徽|宁夏|云南|苏州|郑州|余额|计算|计划|雷达|石油|史料|米面|贝壳|向上|路线|段落|和谐|车辆|农业|连续';
const person = `((?!${words})[${surnames}]\\p{Script=Han}{1,2}?)(?:${post})?`;
const wholePerson = new RegExp(`^${person}$`, 'u');

/** A surname and one or two characters more. */
export function isPersonName(word: string): boolean {
  return wholePerson.test(word);
}

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
