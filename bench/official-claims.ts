// The claims of `bench/officialclaims`, with the passages they are made on.
import { readFileSync } from 'node:fs';
import type { GoldClaim } from './score-claims.ts';

interface Passage {
  readonly id: string;
  readonly part: Part;
  readonly text: string;
}

type Part = 'open' | 'blind';

/** Of the blind part only figures are looked at. */
export function officialClaims(part: Part): GoldClaim[] {
  const passages = new Map(read<Passage>('passages').map((passage) => [passage.id, passage]));
  return read<Omit<GoldClaim, 'premise'> & { readonly passage: string }>('claims').flatMap((claim) => {
    const passage = passages.get(claim.passage);
    return passage?.part === part ? [{ ...claim, premise: passage.text }] : [];
  });
}

function read<Line>(name: string): Line[] {
  const lines = readFileSync(new URL(`officialclaims/${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as Line);
}
