// Reads the stream of a model for its sentences: each is checked when it is finished, and shown when it stands and the guard lets it.
import { type CallFault, createChatReader, createSseReader, type OpenCall, type SseItem, type Usage } from '../../models/models.ts';
import type { Consumed } from '../calls/attempt.ts';
import { readStream } from '../calls/read-stream.ts';
import type { Guard, GuardVerdict } from '../guard-port.ts';
import type { CheckedDraft } from './check-draft.ts';
import { createDraftReader, type Draft } from './read-drafts.ts';
import { createReasoningTeller } from './tell-reasoning.ts';

export interface ReplyListener {
  /** In the order in which they were written; supported ones are to be shown now, opinions once the guard has seen all. */
  readonly onChecked: (checked: CheckedDraft) => void;
  /** What the model reasons, as it comes; left out: it is neither shown nor kept. */
  readonly onReasoning?: ((text: string) => void) | undefined;
}

export interface ReadReplyOptions extends ReplyListener {
  readonly guard: Guard;
  readonly check: (draft: Draft) => CheckedDraft;
}

export interface ReadReply extends Consumed {
  readonly isComplete: boolean | undefined;
  /** It wrote on and on. */
  readonly wasEndless: boolean;
}

export async function readReply(call: OpenCall, options: ReadReplyOptions): Promise<ReadReply> {
  const state = createState(call, options);
  const fault = await readStream(call, state);
  const output: GuardVerdict = await state.release();
  return { ...state.result(), fault, output, blockedBy: output.kind === 'blocked' ? output.rule : undefined };
}

/** Characters: more than any model reasons within the tokens that it is given. */
const mostReasoning = 50_000;

function createState(call: OpenCall, { guard, check, onChecked, onReasoning }: ReadReplyOptions) {
  const bytes = createSseReader();
  const chat = createChatReader();
  const drafts = createDraftReader();
  const watch = guard.watch();
  /** To be shown, while the guard wants to know more. */
  let held: CheckedDraft[] = [];
  const thoughts = createReasoningTeller(onReasoning);
  let [content, reasoning] = ['', ''];
  let finishReason: string | undefined;
  let usage: Usage | undefined;
  let firstTokenAt: number | undefined;
  let blockedBy: string | undefined;
  let wasShown = false;
  let isDone = false;

  /** What is written is watched as it will be shown: sentence by sentence, and reasoning as it comes. */
  function watched(place: 'reasoning' | 'output', text: string): boolean {
    const verdict = watch.push(place, text);
    if (verdict.kind === 'blocked') blockedBy = verdict.rule;
    return verdict.kind === 'clear';
  }

  function show(): void {
    for (const checked of held) onChecked(checked);
    wasShown ||= held.some(({ kind }) => kind === 'supported');
    held = [];
  }

  function write(text: string): void {
    for (const draft of drafts.push(text)) {
      const checked = check(draft);
      if (checked.kind !== 'supported' && checked.kind !== 'opinion') {
        onChecked(checked);
        continue;
      }
      const isClear = watched('output', checked.text);
      if (blockedBy !== undefined) return;
      held.push(checked);
      if (isClear) show();
    }
  }

  function reason(text: string): void {
    if (text === '') return;
    const isClear = watched('reasoning', text);
    if (blockedBy === undefined) thoughts.push(text, isClear);
  }

  function read(item: SseItem): CallFault | undefined {
    if (item.kind === 'too-large') return 'malformed';
    if (item.kind === 'keep-alive') return undefined;
    const event = chat.read(item.data, item.name);
    if (event.kind === 'fault') return event.fault;
    if (event.kind === 'done') {
      isDone = true;
      return undefined;
    }
    usage = event.usage ?? usage;
    finishReason = event.finishReason ?? finishReason;
    if (event.content !== '' || event.reasoning !== '') {
      firstTokenAt ??= performance.now();
      call.deadlines.token();
    }
    content += event.content;
    reasoning += event.reasoning;
    reason(event.reasoning);
    if (event.content !== '' && blockedBy === undefined) thoughts.flush();
    if (blockedBy === undefined) write(event.content);
    return undefined;
  }

  function isEndless(): boolean {
    return drafts.isOver() || reasoning.length > mostReasoning;
  }

  function take(chunk: Buffer): { readonly fault?: CallFault | undefined; readonly isOver?: boolean } {
    for (const item of bytes.read(chunk)) {
      const fault = read(item);
      if (fault !== undefined) return { fault };
      if (blockedBy !== undefined || isEndless()) return { isOver: true };
    }
    return {};
  }

  return {
    take,
    isDone: () => isDone,
    end(): CallFault | undefined {
      const last = bytes.end();
      const fault = last ? read(last) : undefined;
      const rest = chat.rest();
      content += rest.content;
      reasoning += rest.reasoning;
      reason(rest.reasoning);
      if (blockedBy === undefined) write(rest.content);
      return fault ?? (isDone || chat.isComplete() ? undefined : 'cut');
    },
    /** What the guard says of all that was written; what it still held is shown if it may be. */
    async release(): Promise<GuardVerdict> {
      if (blockedBy !== undefined) return { kind: 'blocked', rule: blockedBy };
      const verdict = await watch.end();
      if (verdict.kind === 'blocked') return verdict;
      thoughts.flush('held as well');
      show();
      return verdict;
    },
    result: () => ({
      finishReason,
      usage,
      text: { content, reasoning },
      firstTokenAt,
      wasShown,
      isComplete: drafts.isComplete(),
      wasEndless: isEndless(),
    }),
  };
}
