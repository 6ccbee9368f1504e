// Models whose server does not part reasoning from answer write it in front of the answer, between tags. The tags may be cut anywhere.

export interface Parted {
  readonly content: string;
  readonly reasoning: string;
}

export interface ThinkTags {
  push(text: string): Parted;
  /** What was held back because it might have been the beginning of a tag. */
  end(): Parted;
}

const opening = '<think>';
const closing = '</think>';

export function createThinkTags(): ThinkTags {
  let state: 'start' | 'inside' | 'before-answer' | 'answer' = 'start';
  let held = '';

  function push(text: string): Parted {
    if (state === 'answer') return { content: text, reasoning: '' };
    held += text;
    if (state === 'start') leaveStart();
    const reasoning = state === 'inside' ? takeReasoning() : '';
    return { content: takeAnswer(), reasoning };
  }

  /** Only white space may stand before the tag; anything else makes it a word of the answer. */
  function leaveStart(): void {
    const trimmed = held.trimStart();
    if (trimmed.startsWith(opening)) {
      held = trimmed.slice(opening.length);
      state = 'inside';
    } else if (!opening.startsWith(trimmed)) state = 'answer';
  }

  function takeReasoning(): string {
    const at = held.indexOf(closing);
    const until = at >= 0 ? at : held.length - heldBack(held);
    const reasoning = held.slice(0, until);
    held = held.slice(at >= 0 ? at + closing.length : until);
    if (at >= 0) state = 'before-answer';
    return reasoning;
  }

  /** The empty lines between reasoning and answer belong to neither. */
  function takeAnswer(): string {
    if (state === 'before-answer') {
      held = held.trimStart();
      if (held !== '') state = 'answer';
    }
    if (state !== 'answer') return '';
    const content = held;
    held = '';
    return content;
  }

  return {
    push,
    end() {
      const rest = held;
      held = '';
      return state === 'inside' ? { content: '', reasoning: rest } : { content: rest, reasoning: '' };
    },
  };
}

/** Length of the longest end of the text that the closing tag begins with. */
function heldBack(text: string): number {
  for (let length = Math.min(closing.length - 1, text.length); length > 0; length -= 1) {
    if (text.endsWith(closing.slice(0, length))) return length;
  }
  return 0;
}
