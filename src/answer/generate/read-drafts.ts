// Takes sentences out of what a model writes while it writes: every JSON object is read as soon as its brace closes, whether objects stand
// on lines of their own or in one that holds them all. What stands around them is nothing.
import { z } from 'zod';
import { jsonIn } from '../../base/json.ts';

/** A sentence as the model wrote it, with the tokens that it says it rests on. */
export interface Draft {
  readonly text: string;
  readonly tokens: readonly string[];
}

export interface DraftReader {
  /** The sentences that this text finishes. */
  push(text: string): Draft[];
  /** Whether the model says that this is the whole answer; undefined: it did not come to the end. */
  isComplete(): boolean | undefined;
  /** It wrote more than any answer has: nothing is read any more. */
  isOver(): boolean;
}

export interface DraftBounds {
  readonly maxCharacters: number;
  readonly maxSentences: number;
  readonly maxObjectCharacters: number;
}

const bounds: DraftBounds = { maxCharacters: 20_000, maxSentences: 30, maxObjectCharacters: 4_000 };

const draftSchema = z.object({ text: z.string().trim().min(1).max(500), sources: z.array(z.string()).max(20) });
const closingSchema = z.object({ complete: z.boolean() });

export function createDraftReader({ maxCharacters, maxSentences, maxObjectCharacters }: DraftBounds = bounds): DraftReader {
  /** Where objects that are open began, and whether one was read inside them. */
  const open: { readonly start: number; hasRead: boolean }[] = [];
  /** From the first brace that is open. */
  let held = '';
  let inString = false;
  let isEscaped = false;
  let seen = 0;
  let sentences = 0;
  let isComplete: boolean | undefined;
  let isOver = false;

  function take(character: string, drafts: Draft[]): void {
    if (open.length === 0 && character !== '{') return;
    held += character;
    if (inString) {
      if (isEscaped) isEscaped = false;
      else if (character === '\\') isEscaped = true;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{') open.push({ start: held.length - 1, hasRead: false });
    else if (character === '}') close(drafts);
    if (open.length === 0) held = '';
    else if (held.length - (open.at(-1)?.start ?? 0) > maxObjectCharacters && open.at(-1)?.hasRead !== true) isOver = true;
  }

  function close(drafts: Draft[]): void {
    const object = open.pop();
    if (!object) return;
    const value = jsonIn(held.slice(object.start));
    const draft = draftSchema.safeParse(value);
    const parent = open.at(-1);
    if (parent) parent.hasRead = true;
    if (draft.success) {
      sentences += 1;
      drafts.push({ text: draft.data.text, tokens: draft.data.sources });
      isOver ||= sentences >= maxSentences;
      return;
    }
    const end = closingSchema.safeParse(value);
    if (end.success) isComplete = end.data.complete;
  }

  return {
    push(text) {
      const drafts: Draft[] = [];
      for (const character of text) {
        if (isOver) break;
        seen += 1;
        if (seen > maxCharacters) isOver = true;
        else take(character, drafts);
      }
      return drafts;
    },
    isComplete: () => isComplete,
    isOver: () => isOver,
  };
}
