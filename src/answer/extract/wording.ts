// Whether a text in its normal form carries a wording, or another wording of the same matter: Chinese anywhere, Latin letters and
// digits only as a whole (v3 is not in v31), and never what is the opposite of it (机动车 is not in 非机动车).
import { wordingsOfSame } from './lay-words.ts';

export function carries(normalized: string, wording: string): boolean {
  return wordingsOfSame(wording).some((same) => carriesLiterally(normalized, same));
}

function carriesLiterally(normalized: string, wording: string): boolean {
  for (let at = normalized.indexOf(wording); at >= 0; at = normalized.indexOf(wording, at + 1)) {
    if (normalized[at - 1] === '非') continue;
    if (!continues(wording[0], normalized[at - 1]) && !continues(wording.at(-1), normalized[at + wording.length])) return true;
  }
  return false;
}

function continues(edge: string | undefined, neighbour: string | undefined): boolean {
  return edge !== undefined && neighbour !== undefined && latinOrDigit.test(edge) && latinOrDigit.test(neighbour);
}

const latinOrDigit = /[a-z\d]/;
