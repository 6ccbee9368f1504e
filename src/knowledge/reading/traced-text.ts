// Text under cleaning: every unit of it remembers the unit of the draft it came from, through any number of edits.

export interface TracedText {
  readonly text: string;
  /** For each UTF-16 unit its offset in the draft; never decreasing. */
  readonly from: Int32Array;
}

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

export function traceText(text: string): TracedText {
  return { text, from: Int32Array.from({ length: text.length }, (_, index) => index) };
}

/** Applies edits that are sorted and do not overlap. A replacement's n-th unit comes from the n-th unit that it replaces (the last one when it is longer). */
export function applyEdits(traced: TracedText, edits: readonly Edit[]): TracedText {
  if (edits.length === 0) return traced;
  const growth = edits.reduce((sum, edit) => sum + edit.replacement.length - (edit.end - edit.start), 0);
  const from = new Int32Array(traced.text.length + growth);
  const parts: string[] = [];
  let read = 0;
  let written = 0;
  const copyUntil = (end: number) => {
    parts.push(traced.text.slice(read, end));
    from.set(traced.from.subarray(read, end), written);
    written += end - read;
  };
  for (const { start, end, replacement } of edits) {
    copyUntil(start);
    parts.push(replacement);
    for (let unit = 0; unit < replacement.length; unit += 1) from[written + unit] = traced.from[Math.min(start + unit, end - 1)] ?? 0;
    written += replacement.length;
    read = end;
  }
  copyUntil(traced.text.length);
  return { text: parts.join(''), from };
}
