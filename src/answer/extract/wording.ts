// Whether a text in its normal form carries a wording: Chinese anywhere, Latin letters and digits only as a whole (v3 is not in v31).

export function carries(normalized: string, wording: string): boolean {
  for (let at = normalized.indexOf(wording); at >= 0; at = normalized.indexOf(wording, at + 1)) {
    if (!continues(wording[0], normalized[at - 1]) && !continues(wording.at(-1), normalized[at + wording.length])) return true;
  }
  return false;
}

function continues(edge: string | undefined, neighbour: string | undefined): boolean {
  return edge !== undefined && neighbour !== undefined && latinOrDigit.test(edge) && latinOrDigit.test(neighbour);
}

const latinOrDigit = /[a-z\d]/;
