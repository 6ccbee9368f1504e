// The unit in which an answer must come: 几家, 多少人, 几岁, 百分之几. A sentence without a quantity of that kind answers something else.
import { findMeasures, type Measure } from '../mentions/measure.ts';

/** Units that answer for each other; days may be told in hours, years in months. */
const families: readonly (readonly string[])[] = [
  ['人', '名', '位'],
  ['家', '所'],
  ['辆', '台'],
  ['次'],
  ['岁'],
  ['年', '月', '学期'],
  ['月', '年', '天', '日'],
  ['天', '日', '工作日', '小时', '周', '月'],
  ['小时', '分钟', '时', '工作日', '天', '日'],
  ['公里', '千米', '米'],
  ['平方米', '亩', '公顷', '平方公里'],
  ['个', '项', '条', '种', '类', '款', '件', '家', '所', '处', '名', '人', '台', '套', '方面', '部', '座'],
  ['条', '项', '个', '款', '种'],
  ['项', '条', '个', '款', '种', '类', '件'],
  ['份', '件', '套'],
  ['种', '类', '款', '个', '项'],
  ['级', '等'],
  ['户'],
  ['张'],
];
/** A word of time without a figure answers how long, too: 每半年, 永久, 当日. */
const timeInWords = /半年|每(?:年|月|周|日|天|季度|学期)|当[日天月年]|次[日月年]|长期|永久|终身|终结/;
const times = new Set(['年', '月', '天', '小时']);
const asked = /(?<!哪)(?:几(?!个?方面|个?问题)|多少)(?:个(?=人|月|小时|工作日))?/g;
const words: readonly (readonly [RegExp, string])[] = [
  [/多大(?:岁数|年[纪龄])|[几多][大少]?岁|年[龄纪](?:有|是)?(?:什么|多)/, '岁'],
  [/百分之几|几个?百分点|几个点|几成|(?:占比|比例|费率|利率)(?:是|为|有)?多少|(?:什么|多少|多大|多高)比例/, '%'],
  [/面积.{0,3}多[少大]|多少平方?米?/, '平方米'],
  [/限速|时速|(?:多快|最快)/, '公里'],
];

/** Of a question in the normal form of search; empty when any quantity would do. */
export function unitsAsked(question: string): readonly string[] {
  const byWord = words.flatMap(([pattern, unit]) => (pattern.test(question) ? [unit] : []));
  const byCount = [...question.matchAll(asked)].flatMap(({ 0: { length }, index }) => {
    const [measure] = findMeasures(`3${question.slice(index + length, index + length + 6)}`);
    return measure?.start === 0 && families.some(([head]) => head === measure.unit) ? [measure.unit] : [];
  });
  return [...new Set([...byWord, ...byCount])];
}

/** Whether one of the units asked for is there. */
export function holdsUnit(units: readonly string[], sentence: string, measures: readonly Measure[]): boolean {
  return units.some(
    (unit) =>
      measures.some((measure) => (unit === '%' ? measure.kind === 'share' : familyOf(unit).includes(measure.unit))) ||
      (times.has(unit) && timeInWords.test(sentence)),
  );
}

function familyOf(unit: string): readonly string[] {
  return families.find(([head]) => head === unit) ?? [unit];
}
