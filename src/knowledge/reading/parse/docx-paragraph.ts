// One paragraph of a word document while it is read: its visible pieces with their offsets, and what its properties say.
import type { Piece } from '../draft.ts';
import type { NumberingReference } from './docx-styles.ts';

export class DocxParagraph {
  styleId = '';
  outlineLevel: number | undefined;
  numbering: NumberingReference | undefined;
  isShaded = false;
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

/** Properties of the run being read that decide whether a reader of the page could see it. */
export interface RunLook {
  isVanished: boolean;
  isWhite: boolean;
  isShaded: boolean;
  halfPoints: number;
}

export function plainRun(): RunLook {
  return { isVanished: false, isWhite: false, isShaded: false, halfPoints: 24 };
}

/** Nobody reads type below two points. */
const smallestHalfPoints = 4;

/** White letters are read on a shaded ground, and a table's style may shade what its cells do not mention. */
export function isUnreadable(run: RunLook, paragraph: { readonly isShaded: boolean }, isInTable: boolean): boolean {
  return run.isVanished || run.halfPoints < smallestHalfPoints || (run.isWhite && !run.isShaded && !paragraph.isShaded && !isInTable);
}
