// As many passages as wanted from the test sets: when they are used up they come again, changed, under other titles.
import type { LibraryText } from './fill-library.ts';
import { readTexts } from './retrieval-sets.ts';

export function manyTexts(count: number): LibraryText[] {
  const originals = (['stard-law', 'law-versions', 'cmrc2018'] as const).flatMap((set) =>
    readTexts(set).map(({ title, text, id }) => ({ title: title || id, text })),
  );
  return Array.from({ length: count }, (_, place) => {
    const { title, text } = originals[place % originals.length] ?? { title: '', text: '' };
    const round = Math.floor(place / originals.length);
    return round === 0 ? { title, text } : { title: `${title}（第${round}辑）`, text: changed(text, round) };
  });
}

/** The sentences in another order, one left out in each round, so that neither length nor words repeat exactly. */
function changed(text: string, round: number): string {
  const sentences = text.split(/(?<=[。；])/);
  if (sentences.length === 1) return `${text}本条自第${round}年起施行。`;
  const turned = [...sentences.slice(round % sentences.length), ...sentences.slice(0, round % sentences.length)];
  return turned.filter((_, place) => place !== round).join('');
}
