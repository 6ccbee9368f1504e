// Reads one chat reply in order, streamed or whole: parts reasoning from answer where the server left both in one text, and knows whether
// the reply came to its end. One that neither said why it stopped nor that it is done is cut, however cleanly its connection was closed.
import type { Usage } from '../calls.store.ts';
import { type ChatEvent, type ChoiceText, readChatEvent } from './chat-event.ts';
import { createThinkTags, type ThinkTags } from './think-tags.ts';

/** What is new, over all choices. */
export interface ChatDelta {
  readonly kind: 'delta';
  readonly content: string;
  readonly reasoning: string;
  /** Its bytes hold reasoning, or other text than `content`: what may be the beginning of a tag is held back. */
  readonly isMixed: boolean;
  readonly toolText: string;
  readonly callsTools: boolean;
  readonly finishReason: string | undefined;
  readonly usage: Usage | undefined;
  /** Nothing but usage: sent because it was asked for. */
  readonly isUsageOnly: boolean;
}

export interface ChatReader {
  read(data: string, name?: string): ChatDelta | Exclude<ChatEvent, { kind: 'delta' }>;
  /** Text held back as a possible tag when the reply ended without a reason. */
  rest(): { readonly content: string; readonly reasoning: string };
  /** Every choice that began has said why it stopped; or the server said that it is done, after something at all. */
  isComplete(): boolean;
  /** No choice has begun. */
  isEmpty(): boolean;
}

export function createChatReader(): ChatReader {
  const choices = new Map<number, { readonly tags: ThinkTags; isFinished: boolean }>();
  let isDone = false;

  function choiceAt(index: number) {
    let choice = choices.get(index);
    if (!choice) {
      choice = { tags: createThinkTags(), isFinished: false };
      choices.set(index, choice);
    }
    return choice;
  }

  function deltaOf(texts: readonly ChoiceText[], usage: Usage | undefined): ChatDelta {
    let [content, reasoning, toolText] = ['', '', ''];
    let [callsTools, isMixed] = [false, false];
    let finishReason: string | undefined;
    for (const text of texts) {
      const choice = choiceAt(text.index);
      const parted = choice.tags.push(text.content);
      content += parted.content;
      reasoning += text.reasoning + parted.reasoning;
      toolText += text.toolText;
      callsTools ||= text.callsTools;
      isMixed ||= text.hasReasoning || parted.content !== text.content;
      if (text.finishReason === undefined) continue;
      const last = choice.tags.end();
      content += last.content;
      reasoning += last.reasoning;
      isMixed ||= last.content !== '' || last.reasoning !== '';
      finishReason = text.finishReason;
      choice.isFinished = true;
    }
    return {
      kind: 'delta',
      content,
      reasoning,
      isMixed,
      toolText,
      callsTools,
      finishReason,
      usage,
      isUsageOnly: texts.length === 0 && usage !== undefined,
    };
  }

  return {
    read(data, name) {
      const event = readChatEvent(data, name);
      if (event.kind === 'done') isDone = true;
      if (event.kind !== 'delta') return event;
      const delta = deltaOf(event.choices, event.usage);
      return delta.finishReason === 'error' ? { kind: 'fault', fault: 'error-event' } : delta;
    },
    rest() {
      const rests = [...choices.values()].map(({ tags }) => tags.end());
      return { content: rests.map(({ content }) => content).join(''), reasoning: rests.map(({ reasoning }) => reasoning).join('') };
    },
    isComplete: () => choices.size > 0 && (isDone || [...choices.values()].every(({ isFinished }) => isFinished)),
    isEmpty: () => choices.size === 0,
  };
}

/** A reply that came whole; nothing when it is none. That its JSON is whole shows that nothing is missing. */
export function readChatReply(body: string): ChatDelta | undefined {
  const reader = createChatReader();
  const reply = reader.read(body);
  if (reply.kind !== 'delta' || reader.isEmpty()) return undefined;
  const { content, reasoning } = reader.rest();
  const isMixed = reply.isMixed || content !== '' || reasoning !== '';
  return { ...reply, content: reply.content + content, reasoning: reply.reasoning + reasoning, isMixed };
}
