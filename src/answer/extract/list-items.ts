// Lists as policy text writes them: an introduction, then 一是……二是……, 第一……第二……, （一）……（二）……, each a sentence or more.
import type { Candidate } from './candidates.ts';

/** How an item begins, by family; the group tells which it is. */
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

interface Mark {
  readonly family: RegExp;
  readonly isFirst: boolean;
  /** The first item may stand in the sentence that introduces the list: 条件如下：一是……； */
  readonly opensSentence: boolean;
}

/** The introduction and all items of the list to which the sentence belongs; nothing if it belongs to none. */
export function listAround(candidate: Candidate): Candidate[] {
  const own = markOf(candidate);
  const first = own ? findFirst(candidate, own.family) : introduction.test(candidate.normalized) ? candidate.next : undefined;
  const mark = first && markOf(first);
  if (first === undefined || mark === undefined || !mark.isFirst) return [];
  const items = itemsFrom(first, mark.family);
  const lead = mark.opensSentence && first.previous && introduction.test(first.previous.normalized) ? [first.previous] : [];
  return items.length > 1 ? [...lead, ...items] : [];
}

function markOf({ text }: Candidate): Mark | undefined {
  for (const family of families) {
    const opening = family.exec(text)?.[1];
    if (opening !== undefined) return { family, isFirst: firstMarks.has(opening), opensSentence: true };
    const inner = family.exec(text.slice(text.search(/[:：,，](?:一是|首先|第一[,，、]|[（(][一1][）)])/) + 1))?.[1];
    if (inner !== undefined && firstMarks.has(inner)) return { family, isFirst: true, opensSentence: false };
  }
  return undefined;
}

function findFirst(candidate: Candidate, family: RegExp): Candidate | undefined {
  let current: Candidate | undefined = candidate;
  for (let steps = 0; current && steps < mostItems * sentencesBetweenItems; steps += 1, current = current.previous) {
    const mark = markOf(current);
    if (mark?.family === family && mark.isFirst) return current;
  }
  return undefined;
}

function itemsFrom(first: Candidate, family: RegExp): Candidate[] {
  const items = [first];
  let between = 0;
  for (let current = first.next; current && between < sentencesBetweenItems && items.length < mostItems; current = current.next) {
    const mark = markOf(current);
    if (mark?.family === family && mark.isFirst) break;
    between = mark?.family === family ? 0 : between + 1;
    if (mark?.family === family) items.push(current);
  }
  return items;
}
