// Quantities as policy text writes them: 3.9%, 1979TFLOPS, 5000亿美元, 十八项, 二十分之一, 2023年.
import { numeralCharacters, parseNumeral } from '../../knowledge/search/chinese-numeral.ts';

export type MeasureKind = 'money' | 'share' | 'year' | 'time' | 'other';

export interface Measure {
  /** In the unit itself: 5000亿美元 is 500,000,000,000 of 美元. */
  readonly value: number;
  readonly unit: string;
  readonly kind: MeasureKind;
  readonly text: string;
  readonly start: number;
}

const magnitudes: Readonly<Record<string, number>> = { 千: 1e3, 万: 1e4, 百万: 1e6, 千万: 1e7, 亿: 1e8, 千亿: 1e11, 万亿: 1e12 };
const moneyUnits = '美元|欧元|港元|日元|英镑|元';
const shareUnits = '个百分点|%|‰|成(?!为|本|立|果|功|员|熟)|倍|分之\\d+';
const timeUnits = '个?工作日|个?小时|分钟|秒|个?季度|个?月|周岁|岁|周|天|日|时(?!间|期|代|候|常|刻|候)|点(?=钟|[至到前后，。半]|$)';
const countUnits =
  '个人(?!账户|信息|所得)|个|家|项|名|人(?!工|均|类|员|民|口|才|机|形|们)|台|套|条|件|块|张|部|篇|种|类|层|批|次|户|处|座|辆|所|款|吨|公斤|千克|毫克|微克|克(?!服|制)|立方米|平方米|平方公里|公里|千米|厘米|毫米|米|亩|公顷|毫升|升(?!级|至|到|高|值|温|降)|千瓦时|千瓦|度|方面|字|页|级|期|步|门|间|只|份|位|号|章|节|分(?![之期别布类级公院校局部店行支管摊担散析钟])';
const arabic = '\\d+(?:\\.\\d+)?(?:/\\d+(?:\\.\\d+)?)?';
/** 统一部署 and 第一部 hold no quantity. */
const numeral = `(?<![${numeralCharacters}统同唯单划归专逐第])[〇零一二两三四五六七八九十百千][${numeralCharacters}]*`;
const anyUnit = `${moneyUnits}|${shareUnits}|年|${timeUnits}|${countUnits}`;
/** Chinese numerals count only with a unit: 一 is part of too many words. */
const pattern = new RegExp(
  `(?<![a-z\\d.第-])(?<currency>[$¥£€])?(?<digits>${arabic}|${numeral}(?=[余多]?(?:${anyUnit})))` +
    `\\s*(?<magnitude>万亿|千亿|亿|千万|百万|万|千)?\\s*[余多]?\\s*(?<unit>${anyUnit}|[a-z]+(?:/[a-z]+)?)?`,
  'gu',
);
const isMoney = new RegExp(`^(?:[$¥£€]|${moneyUnits})$`);
const isShare = new RegExp(`^(?:${shareUnits})$`);
const isTime = new RegExp(`^(?:${timeUnits})$`);

/** All quantities in text that `normalizeForSearch` has put in its normal form. */
export function findMeasures(normalized: string): Measure[] {
  return [...normalized.matchAll(pattern)].flatMap(({ 0: text, index, groups = {} }) => {
    const { digits = '', magnitude = '', unit = groups['currency'] ?? '' } = groups;
    const value = valueOf(digits);
    return value === undefined
      ? []
      : [
          {
            value: value * (magnitudes[magnitude] ?? 1),
            unit: plainUnit(unit),
            kind: kindOf(value, digits, unit),
            text: text.trim(),
            start: index,
          },
        ];
  });
}

/** 16周岁 is 16岁, 3个工作日 is 3工作日. */
function plainUnit(unit: string): string {
  return unit.replace(/^个(?!$)|周(?=岁)/, '');
}

function valueOf(digits: string): number | undefined {
  const [above = '', below] = digits.split('/');
  if (below !== undefined) return Number(above) / Number(below);
  return /^[\d.]+$/.test(digits) ? Number(digits) : parseNumeral(digits);
}

function kindOf(value: number, digits: string, unit: string): MeasureKind {
  if (unit === '年') return value >= 1900 && value < 2100 ? 'year' : 'time';
  if (isMoney.test(unit)) return 'money';
  if (isShare.test(unit) || digits.includes('/')) return 'share';
  return isTime.test(unit) ? 'time' : 'other';
}

export function sameMeasure(one: Measure, other: Measure): boolean {
  return one.value === other.value && (one.unit === other.unit || one.unit === '' || other.unit === '');
}
