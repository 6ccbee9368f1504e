// Where text recognition was unsure of what it read, for an editor to compare with the page.
import type { UnsurePlace } from './elements-contract.ts';
import type { StoredReading } from './stored-reading.ts';

/** More would not be looked through; a page so bad is better scanned again. */
const mostPlaces = 200;
/** In UTF-16 units. Places that are nearer than this are looked at together; and as much is shown on either side. */
const [near, context] = [3, 10];

/** In the order of the text. */
export function unsurePlaces({ text, originMap }: StoredReading): UnsurePlace[] {
  const places: { start: number; end: number; confidence: number }[] = [];
  for (const { start, length, origin } of originMap.runs) {
    if (origin.kind !== 'page' || origin.confidence === undefined) continue;
    const open = places.at(-1);
    if (open !== undefined && start - open.end <= near && !text.slice(open.end, start).includes('\n')) {
      open.end = start + length;
      open.confidence = Math.min(open.confidence, origin.confidence);
    } else places.push({ start, end: start + length, confidence: origin.confidence });
  }
  return places.slice(0, mostPlaces).map(({ start, end, confidence }) => ({
    span: { start, end },
    confidence,
    before:
      text
        .slice(Math.max(0, start - context), start)
        .split('\n')
        .at(-1) ?? '',
    text: text.slice(start, end),
    after: text.slice(end, end + context).split('\n')[0] ?? '',
  }));
}
