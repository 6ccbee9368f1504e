// Styles of a Word 97-2003 document, as far as they say that a paragraph is a heading, the title or a line of the table of contents (2.9.260).

export type DocStyle =
  | { readonly kind: 'heading'; readonly level: number }
  | { readonly kind: 'title' }
  | { readonly kind: 'contents' }
  | { readonly kind: 'plain' };

const mostStyles = 4_095;
const titleIdentifier = 62;

export function readDocStyles(sheet: Buffer): DocStyle[] {
  if (sheet.length < 4) return [];
  const header = sheet.readUInt16LE(0);
  const count = Math.min(mostStyles, sheet.readUInt16LE(2));
  const read: { readonly own: DocStyle; readonly base: number }[] = [];
  let at = 2 + header;
  for (let index = 0; index < count && at + 2 <= sheet.length; index += 1) {
    const length = sheet.readUInt16LE(at);
    const isThere = length >= 4 && at + 6 <= sheet.length;
    read.push(
      isThere
        ? { own: styleOf(sheet.readUInt16LE(at + 2) & 0xfff), base: sheet.readUInt16LE(at + 4) >>> 4 }
        : { own: plain, base: mostStyles },
    );
    at += 2 + length + (length % 2);
  }
  return read.map(({ own, base }) => {
    let style = own;
    for (let from = base, steps = 0; style.kind === 'plain' && steps < 10; steps += 1) {
      style = read[from]?.own ?? plain;
      from = read[from]?.base ?? mostStyles;
    }
    return style;
  });
}

const plain: DocStyle = { kind: 'plain' };

/** Identifiers of the styles that every Word knows. */
function styleOf(identifier: number): DocStyle {
  if (identifier >= 1 && identifier <= 9) return { kind: 'heading', level: identifier };
  if (identifier >= 19 && identifier <= 27) return { kind: 'contents' };
  return identifier === titleIdentifier ? { kind: 'title' } : plain;
}
