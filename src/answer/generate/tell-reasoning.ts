// Reasoning is told in pieces that are worth an event, as far as the guard lets it, and not without end.

export interface ReasoningTeller {
  push(text: string, isClear: boolean): void;
  /** What is left of what is clear, or of all. */
  flush(what?: 'held as well'): void;
}

const worthAnEvent = 40;
/** More than that nobody reads; what comes after it is not kept. */
const maxReasoningCharacters = 20_000;

export function createReasoningTeller(tell: ((text: string) => void) | undefined): ReasoningTeller {
  let [clear, held, told] = ['', '', 0];

  function flush(what?: 'held as well'): void {
    if (what) [clear, held] = [clear + held, ''];
    const piece = clear.slice(0, maxReasoningCharacters - told);
    clear = '';
    told += piece.length;
    if (piece !== '') tell?.(piece);
  }

  return {
    push(text, isClear) {
      if (!tell || told >= maxReasoningCharacters) return;
      held += text;
      if (!isClear) return;
      [clear, held] = [clear + held, ''];
      if (clear.length >= worthAnEvent || clear.includes('\n')) flush();
    },
    flush,
  };
}
