// A place in a source that a reader wants to see, and who asked for it.
import { useCallback, useRef, useState } from 'react';
import type { Quotation } from '../../../src/answer/contract.ts';
import type { SearchHit } from '../../../src/knowledge/contract.ts';

export interface SourcePlace {
  readonly versionId: Quotation['version']['id'];
  readonly title: string;
  /** Span in the reading text; empty to read from the beginning. */
  readonly start: number;
  readonly end: number;
  readonly origin: Quotation['origin'];
  /** In a file of the conversation: its id is that of the version. */
  readonly isAttached?: boolean;
}

export interface OpenSource {
  readonly place: SourcePlace | undefined;
  readonly open: (place: SourcePlace) => void;
  readonly close: () => void;
}

/** Keeps what is open; on closing, the focus goes back to where it was. */
export function useOpenSource(): OpenSource {
  const [place, setPlace] = useState<SourcePlace>();
  const opener = useRef<Element>(null);
  const open = useCallback((next: SourcePlace) => {
    opener.current = document.activeElement;
    setPlace(next);
  }, []);
  const close = useCallback(() => {
    setPlace(undefined);
    const target = opener.current;
    requestAnimationFrame(() => target instanceof HTMLElement && target.focus());
  }, []);
  return { place, open, close };
}

export function placeOfQuotation({ version, document, start, end, origin, isAttached }: Quotation): SourcePlace {
  return { versionId: version.id, title: document.title, start, end, origin, isAttached };
}

export function placeOfHit({ version, document, passage }: SearchHit): SourcePlace {
  return { versionId: version.id, title: document.title, start: passage.start, end: passage.end, origin: passage.origin };
}
