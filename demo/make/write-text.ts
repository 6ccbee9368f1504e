// A draft as TXT or MD, in the encodings and with the hard line ends that old office files have.
import { type Block, blocksOf, type Draft, linesOf } from './draft.ts';

/** Characters a line in a hard-wrapped file; an even count, as old mail programs left it. */
const wrapAt = 36;

export function writeTxt(draft: Draft): Uint8Array {
  const lines = linesOf(draft);
  if (draft.kept === 'gb18030-hard-wrapped') return toGb18030(`${lines.map(hardWrapped).join('\r\n')}\r\n`);
  const text = `${lines.join('\n')}\n`;
  return draft.kept === 'utf-16le' ? Buffer.from(`\uFEFF${text}`, 'utf16le') : Buffer.from(text, 'utf8');
}

export function writeMarkdown(draft: Draft): Uint8Array {
  const parts = [`# ${draft.title}`, ...blocksOf(draft.body).map(markdownOf)];
  return Buffer.from(`${parts.join('\n\n')}\n`, 'utf8');
}

function markdownOf(block: Block): string {
  switch (block.kind) {
    case 'chapter':
    case 'heading':
      return `## ${block.text}`;
    case 'subheading':
      return `### ${block.text}`;
    case 'article':
      return `**${block.label}**　${block.text}`;
    case 'paragraph':
      return block.text;
    case 'table':
      return block.rows.map((row, index) => `| ${row.join(' | ')} |${index === 0 ? `\n|${' --- |'.repeat(row.length)}` : ''}`).join('\n');
  }
}

function hardWrapped(line: string): string {
  const indented = `　　${line}`;
  const pieces: string[] = [];
  for (let start = 0; start < indented.length; start += wrapAt) pieces.push(indented.slice(start, start + wrapAt));
  return pieces.join('\r\n');
}

/** Node decodes GB18030 but does not encode it, so the two-byte part of the table is read backwards; the drafts need no more. */
function toGb18030(text: string): Uint8Array {
  const codes = twoByteCodes();
  const bytes = [...text].flatMap((character) => {
    const code = character < '\u0080' ? [character.charCodeAt(0)] : codes.get(character);
    if (!code) throw new Error(`No two-byte GB18030 code for ${character}`);
    return code;
  });
  return Uint8Array.from(bytes);
}

function twoByteCodes(): Map<string, readonly number[]> {
  const decoder = new TextDecoder('gb18030');
  const codes = new Map<string, readonly number[]>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      const character = decoder.decode(Uint8Array.of(lead, trail));
      // The ideographic space decodes from two codes; the first is the one in use.
      if (!codes.has(character)) codes.set(character, [lead, trail]);
    }
  }
  return codes;
}
