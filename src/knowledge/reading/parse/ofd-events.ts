// The XML of an OFD package: files name the namespace as they like, so elements go by their local names, and each text by that of the element
// that it stands in.
import { xmlEvents } from './xml-events.ts';

export type OfdEvent =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: string }
  | { readonly kind: 'close'; readonly name: string }
  /** `name`: of the element opened last, empty behind its end. */
  | { readonly kind: 'text'; readonly name: string; readonly text: string };

export function* ofdEvents(xml: string): Generator<OfdEvent> {
  let name = '';
  for (const event of xmlEvents(xml)) {
    if (event.kind === 'text') {
      yield { kind: 'text', name, text: event.text };
      continue;
    }
    const local = event.name.slice(event.name.indexOf(':') + 1);
    name = event.kind === 'open' ? local : '';
    yield { ...event, name: local };
  }
}

/** The texts of the elements of these names, in their order. */
export function ofdTexts(xml: string, ...names: readonly string[]): string[] {
  return [...ofdEvents(xml)].flatMap((event) => (event.kind === 'text' && names.includes(event.name) ? [event.text.trim()] : []));
}

/** Numbers parted by blanks: boxes, matrices, colours. */
export function numbersIn(text: string): number[] {
  const trimmed = text.trim();
  return trimmed === '' ? [] : trimmed.split(/\s+/).map(Number);
}
