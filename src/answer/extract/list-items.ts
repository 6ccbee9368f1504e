// Lists as policy text writes them: an introduction, then 一是……二是……, 第一……第二……, （一）……（二）……, each a sentence or more.
import type { Candidate } from './candidates.ts';

const families: readonly RegExp[] = [
  /^([一二三四五六七八九十])是/,
  /^第([一二三四五六七八九十])[,，、]/,
  /^[（(]([一二三四五六七八九十\d]+)[）)]/,
  /^([一二三四五六七八九十]+)、/,
  /^(\d+)[.．、](?!\d)/,
  /^(首先|其次|再次|然后|此外|最后)[,，]?/,
];
const firstMarks = new Set(['一', '1', '首先']);
const introduction =
  /[:：]$|以下|如下|下列|几[个大项类种点条]?|[两二三四五六七八九十\d]+[个大项类种点条]?(?:方面|问题|建议|措施|任务|要求|条件|情形|特点|环节|步骤|原则|阶段|内容|挑战|机制|领域)/;
/** An item may run on for some sentences before the next begins; a list longer than this is a chapter. */
const sentencesBetweenItems = 6;
const mostItems = 12;

/** The introduction and all items of the list to which the sentence belongs; nothing if it belongs to none. */
export function listAround(candidate: Candidate): Candidate[] {
  const own = familyOf(candidate);
  const first = own ? firstItem(candidate, own) : candidate.next;
  if (first === undefined) return [];
  const family = familyOf(first);
  if (family === undefined || !isFirst(first, family)) return [];
  const lead = own ? first.previous : candidate;
  if (!own && !introduction.test(candidate.normalized)) return [];
  return [...(lead && introduction.test(lead.normalized) ? [lead] : []), ...itemsFrom(first, family)];
}

function familyOf(candidate: Candidate): RegExp | undefined {
  return families.find((family) => family.test(candidate.text));
}

function isFirst(candidate: Candidate, family: RegExp): boolean {
  return firstMarks.has(family.exec(candidate.text)?.[1] ?? '');
}

function firstItem(candidate: Candidate, family: RegExp): Candidate | undefined {
  let current: Candidate | undefined = candidate;
  for (let steps = 0; current && steps < mostItems * sentencesBetweenItems; steps += 1, current = current.previous) {
    if (family.test(current.text) && isFirst(current, family)) return current;
  }
  return undefined;
}

function itemsFrom(first: Candidate, family: RegExp): Candidate[] {
  const items = [first];
  let between = 0;
  for (let current = first.next; current && between < sentencesBetweenItems && items.length < mostItems; current = current.next) {
    if (family.test(current.text)) {
      if (isFirst(current, family)) break;
      items.push(current);
      between = 0;
    } else between += 1;
  }
  return items.length > 1 ? items : [];
}
