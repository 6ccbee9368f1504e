// What people wrote, as text of Markdown (CommonMark with tables and footnotes): nothing of it may turn into markup.

/** On one line, whatever it was on: for titles, cells and items of lists. */
export function onOneLine(text: string): string {
  return escaped(text.replaceAll(/\s+/gu, ' '));
}

/** Of one line: what has a meaning anywhere, and what has one where a line begins. */
export function escaped(line: string): string {
  return line
    .trim()
    .replaceAll(/[\\`*_[\]<>&~|$]/gu, '\\$&')
    .replace(/^(?:[#+=:-]|\d{1,9}(?=[.)]))/u, (mark) => (/^\d/u.test(mark) ? `${mark}\\` : `\\${mark}`));
}
