// Canaries: words that say of which grade they are, and that are recognised however they were written.
import { type Grade, grades } from '../../src/base/grade.ts';

const markOf = (grade: Grade): string => `HJ-canary-${grade}-`;

/** A word that occurs nowhere else. */
export function canary(grade: Grade, number: number): string {
  return `${markOf(grade)}${String(number).padStart(9, '0')}`;
}

/** What must be looked for to find any canary of this grade. */
export function writingsOf(grade: Grade): readonly string[] {
  return encodings[grade];
}

/** Every way in which a text may stand in a request: as it is, percent-encoded, in hex, as UTF-16, in base64 of either. */
export function writings(text: string): string[] {
  const [utf8, little] = [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')];
  const big = Buffer.from(little).swap16();
  const percent = utf8.toString('hex').replace(/../g, '%$&');
  const hex = [utf8, little, big].map((bytes) => bytes.toString('hex'));
  const plain = [text, encodeURIComponent(text), percent, ...hex, little.toString('latin1')];
  return [...new Set([...plain, ...plain.map((one) => one.toUpperCase()), ...[utf8, little, big].flatMap(inBase64)])];
}

/** Base64 writes a text in three ways, by where in the whole it begins; what depends on the neighbours is left out. */
function inBase64(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const all = Buffer.concat([Buffer.alloc(offset), bytes]);
    const [first, end] = [Math.ceil((offset * 8) / 6), Math.floor((all.length * 8) / 6)];
    return (['base64', 'base64url'] as const).map((encoding) => all.toString(encoding).slice(first, end));
  });
}

const encodings: Readonly<Record<Grade, readonly string[]>> = {
  public: writings(markOf('public')),
  internal: writings(markOf('internal')),
  sensitive: writings(markOf('sensitive')),
  important: writings(markOf('important')),
};

/** Grades above this one. */
export function gradesAbove(grade: Grade | undefined): readonly Grade[] {
  return grade === undefined ? grades : grades.slice(grades.indexOf(grade) + 1);
}
