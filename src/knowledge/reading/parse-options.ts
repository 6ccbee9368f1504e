// What a parser may be given besides the bytes of a file.
import type { Recognition } from './ocr/recognition.ts';

/** Told how many pages of a file have been read, where its format has pages. */
export type OnPage = (done: number, pages: number) => void;

export interface ParseOptions {
  readonly password?: string | undefined;
  /** Reads pages that are pictures. */
  readonly recognition?: Recognition | undefined;
  readonly onPage?: OnPage | undefined;
}
