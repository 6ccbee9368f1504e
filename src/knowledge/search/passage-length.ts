// Passage lengths in one byte, as Lucene keeps them: exact below 40, then four significant bits.

/** Lengths below this are their own code. */
const exactCodes = 24;

export function encodeLength(length: number): number {
  if (length < exactCodes) return length;
  const rest = length - exactCodes;
  if (rest < 8) return exactCodes + rest;
  const shift = 32 - Math.clz32(rest) - 4;
  return exactCodes + (((rest >>> shift) & 7) | ((shift + 1) << 3));
}

export function decodeLength(code: number): number {
  if (code < exactCodes) return code;
  const rest = code - exactCodes;
  const mantissa = rest & 7;
  const exponent = rest >>> 3;
  return exactCodes + (exponent === 0 ? mantissa : (mantissa | 8) << (exponent - 1));
}
