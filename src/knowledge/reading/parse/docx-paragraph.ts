// One paragraph of a word document while it is read: its visible pieces with their offsets, and what its properties say.
import type { Piece } from '../draft.ts';
import type { NumberingReference } from './docx-styles.ts';
import type { Ground } from './run-look.ts';

export class DocxParagraph {
  styleId = '';
  outlineLevel: number | undefined;
  numbering: NumberingReference | undefined;
  ground: Ground;
  /** Line breaks cut a paragraph of the file into several of the reading text. */
  readonly lines: Piece[][] = [[]];
  private length = 0;
  private readonly ordinal: number;

  constructor(ordinal: number) {
    this.ordinal = ordinal;
  }

  write(text: string): void {
    this.lines.at(-1)?.push({ text, origin: { kind: 'paragraph', paragraph: this.ordinal, at: this.length, length: text.length } });
    this.length += text.length;
  }

  breakLine(): void {
    this.lines.push([]);
    this.length += 1;
  }
}
