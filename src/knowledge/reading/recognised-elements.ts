// Elements that stand in recognised text are no surer than the recognition, and somebody has to compare them with the page.
import type { DocumentElement, ReadingText } from './reading.ts';

/** A line that was read without doubt can still be wrong: on clean scans one in two hundred characters is. */
const surest = 0.9;

export function asRecognised({ originMap }: ReadingText, element: DocumentElement): DocumentElement {
  const { span } = element;
  const doubts = originMap.runs.flatMap(({ start, length, origin }) => {
    const isInside = span !== null && start < span.end && start + length > span.start;
    return isInside && origin.kind === 'page' && origin.confidence !== undefined ? [origin.confidence] : [];
  });
  return { ...element, confidence: Math.min(element.confidence, surest, ...doubts), isRecognised: true };
}
