// Styles of a Word 97-2003 document, as far as they say that a paragraph is a heading, the title, a line of the
// table of contents or numbered (2.9.260).
import { type DocListReference, listReference } from './doc-lists.ts';

export type DocStyleKind =
  | { readonly kind: 'heading'; readonly level: number }
  | { readonly kind: 'title' }
  | { readonly kind: 'contents' }
  | { readonly kind: 'plain' };
export type DocStyle = DocStyleKind & { readonly list: DocListReference };

const mostStyles = 4_095;
const titleIdentifier = 62;

interface Stored {
  readonly own: DocStyleKind;
  readonly list: DocListReference;
  readonly base: number;
}

export function readDocStyles(sheet: Buffer): DocStyle[] {
  if (sheet.length < 6) return [];
  const header = sheet.readUInt16LE(0);
  const count = Math.min(mostStyles, sheet.readUInt16LE(2));
  const fixedBytes = sheet.readUInt16LE(4);
  const stored: Stored[] = [];
  let at = 2 + header;
  for (let index = 0; index < count && at + 2 <= sheet.length; index += 1) {
    const length = sheet.readUInt16LE(at);
    const style = sheet.subarray(at + 2, at + 2 + length);
    stored.push(
      style.length < 4
        ? { own: plain, list: noList, base: mostStyles }
        : { own: kindOf(style.readUInt16LE(0) & 0xfff), list: listOf(style, fixedBytes), base: style.readUInt16LE(2) >>> 4 },
    );
    at += 2 + length + (length % 2);
  }
  return stored.map((style) => inherited(style, stored));
}

function inherited({ own, list, base }: Stored, stored: readonly Stored[]): DocStyle {
  let [kind, reference, from] = [own, list, base];
  for (let steps = 0; steps < 10; steps += 1) {
    const above = stored[from];
    if (above === undefined) break;
    if (kind.kind === 'plain') kind = above.own;
    reference = { list: reference.list ?? above.list.list, level: reference.level ?? above.list.level };
    from = above.base;
  }
  return { ...kind, list: reference };
}

const noList: DocListReference = { list: undefined, level: undefined };
const paragraphStyle = 1;

/** Of a paragraph's style the changes of the paragraph come first, behind its name. */
function listOf(style: Buffer, fixedBytes: number): DocListReference {
  if ((style.readUInt16LE(2) & 0xf) !== paragraphStyle || style.length < fixedBytes + 2) return noList;
  const at = fixedBytes + 2 + style.readUInt16LE(fixedBytes) * 2 + 2;
  if (style.length < at + 4) return noList;
  return listReference(style.subarray(at + 4, at + 2 + style.readUInt16LE(at)));
}

const plain: DocStyleKind = { kind: 'plain' };

/** Identifiers of the styles that every Word knows. */
function kindOf(identifier: number): DocStyleKind {
  if (identifier >= 1 && identifier <= 9) return { kind: 'heading', level: identifier };
  if (identifier >= 19 && identifier <= 27) return { kind: 'contents' };
  return identifier === titleIdentifier ? { kind: 'title' } : plain;
}
