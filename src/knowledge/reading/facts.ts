// What a document says of itself: its number, its dates, what it repeals. Only what is written; nothing is concluded from silence.
import type { DocumentFacts, ReadingText } from './reading.ts';

export function factsOf(reading: ReadingText): DocumentFacts {
  const documentNumber = documentNumberOf(reading);
  return { ...(documentNumber !== undefined && { documentNumber }) };
}

const number = /([\p{Script=Han}]{1,12}?)\s*[〔[［（(【]\s*((?:19|20)\d{2})\s*[〕\]］）)】]\s*第?\s*(\d{1,5})\s*号/u;

function documentNumberOf(reading: ReadingText): string | undefined {
  for (const { start, end } of reading.paragraphs.slice(0, 12)) {
    const line = reading.text.slice(start, end).trim();
    const found = number.exec(line);
    if (found !== null && found[0].length >= line.length - 2) return `${found[1]}〔${found[2]}〕${Number(found[3])}号`;
  }
  return undefined;
}
