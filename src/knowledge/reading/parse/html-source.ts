// Ties the text of an HTML text node to the source it was decoded from: entities and carriage returns make them differ in length.
import { type Piece, textPiece } from '../draft.ts';

export function alignWithSource(value: string, source: string, start: number, end: number): Piece[] {
  if (source.slice(start, end) === value) return [textPiece(value, start)];
  const pieces: Piece[] = [];
  let at = start;
  let index = 0;
  while (index < value.length && at < end) {
    const plain = samePrefix(value, index, source, at, end);
    if (plain > 0) pieces.push(textPiece(value.slice(index, index + plain), at));
    index += plain;
    at += plain;
    if (index >= value.length || at >= end) break;
    const folded = foldedLength(source, at, end);
    const character = String.fromCodePoint(value.codePointAt(index) ?? 0);
    pieces.push(textPiece(character, at, folded));
    index += character.length;
    at += folded;
  }
  return pieces;
}

function samePrefix(value: string, index: number, source: string, at: number, end: number): number {
  let length = 0;
  while (index + length < value.length && at + length < end && value[index + length] === source[at + length]) {
    if (source[at + length] === '&' && /^&(?:#|amp;?)/.test(source.slice(at + length, at + length + 5))) break;
    length += 1;
  }
  return length;
}

/** The longest named character reference of HTML has 33 characters. */
function foldedLength(source: string, at: number, end: number): number {
  const entity = /^&(?:#[xX]?[\da-fA-F]{1,8}|[A-Za-z][A-Za-z\d]{1,31});?/.exec(source.slice(at, Math.min(end, at + 40)))?.[0];
  return entity?.length ?? (source.startsWith('\r\n', at) ? 2 : 1);
}
