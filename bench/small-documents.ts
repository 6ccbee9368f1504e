// Small invented documents, the same for the same seed: each names a few made-up matters that hardly any other document names.

import { createRandom, type Random } from '../src/knowledge/reading/fuzz/random.ts';

export { createRandom, type Random };

export interface SmallDocument {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const matterCount = 400;
const articlesPerDocument = 6;
/** One document in so many is a new version of an earlier one. */
const newVersionEvery = 5;

/** A made-up matter: two characters that no other matter shares, from the common range of Chinese characters. */
export function matter(number: number): string {
  const first = 0x5000 + (number % matterCount) * 2;
  return String.fromCharCode(first, first + 1);
}

export function randomMatter(random: Random): string {
  return matter(random.below(matterCount));
}

export function writeDocument(random: Random, number: number): SmallDocument {
  const isNewVersion = number % newVersionEvery === 0 && number > newVersionEvery;
  const name = `文件${isNewVersion ? 1 + random.below(number - 1) : number}.txt`;
  const articles = Array.from({ length: articlesPerDocument }, (_, index) => `第${index + 1}条 ${randomMatter(random)}${number}。`);
  return { name, bytes: new TextEncoder().encode([`规定${number}`, ...articles].join('\n')) };
}
