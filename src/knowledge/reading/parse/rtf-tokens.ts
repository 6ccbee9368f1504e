// The tokens of RTF: groups, control words with their numbers, bytes in hexadecimal, and text.

export type RtfToken =
  | { readonly kind: 'open' }
  | { readonly kind: 'close' }
  /** Letters, or one sign that is none. */
  | { readonly kind: 'control'; readonly word: string; readonly value: number | undefined }
  | { readonly kind: 'byte'; readonly value: number }
  /** Each unit is one byte of the file. */
  | { readonly kind: 'text'; readonly text: string };

const token = /\\(?:([A-Za-z]{1,32})(-?\d{1,10})? ?|'([\dA-Fa-f]{2})|([\s\S]))|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\/y;

export function* rtfTokens(source: string): Generator<RtfToken> {
  token.lastIndex = 0;
  for (let at = 0; at < source.length; at = Math.max(at + 1, token.lastIndex)) {
    token.lastIndex = at;
    const [, word, number, hex, sign, brace, text] = token.exec(source) ?? [];
    if (word === 'bin') {
      token.lastIndex += Math.max(0, Number(number ?? 0));
      continue;
    }
    if (word !== undefined) yield { kind: 'control', word, value: number === undefined ? undefined : Number(number) };
    else if (hex !== undefined) yield { kind: 'byte', value: Number.parseInt(hex, 16) };
    else if (sign !== undefined) yield { kind: 'control', word: sign, value: undefined };
    else if (brace !== undefined) yield brace === '{' ? { kind: 'open' } : { kind: 'close' };
    else if (text !== undefined) yield { kind: 'text', text };
  }
}
