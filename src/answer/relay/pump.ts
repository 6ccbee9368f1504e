// Passes a streamed reply on while it arrives: each event is read once and its own bytes are sent. Nothing is sent before the first
// visible token, so that until then another model may answer; and the end is held back, so that it is sent when the outcome is on record.
// Reasoning goes out only where the scenario shows it; elsewhere events that hold some are written anew without it.
import type { Exchange } from '../../access/route.ts';
import {
  type CallFault,
  createChatReader,
  createSseReader,
  type OpenCall,
  type SseItem,
  type Usage,
  withoutReasoning,
} from '../../models/models.ts';
import { readStream } from '../calls/read-stream.ts';
import type { GuardWatch } from '../guard-port.ts';

export interface Pumped {
  /** What broke it; undefined: it is whole. */
  readonly fault: CallFault | undefined;
  /** The rule of the guard that ended it. */
  readonly blockedBy: string | undefined;
  /** The last events, not sent yet. */
  readonly tail: Buffer;
  readonly finishReason: string | undefined;
  readonly usage: Usage | undefined;
  /** Of what the model wrote, for an estimate. */
  readonly text: { readonly content: string; readonly reasoning: string };
  readonly firstTokenAt: number | undefined;
  /** Something of it was sent. */
  readonly wasShown: boolean;
}

export interface PumpOptions {
  readonly call: OpenCall;
  readonly sink: Pick<Exchange, 'write' | 'drained'>;
  readonly watch: GuardWatch;
  /** Whether the client asked for the event that reports usage. */
  readonly wantsUsage: boolean;
  readonly showsReasoning: boolean;
  /** Before the first byte is sent. */
  readonly onFirst: () => void;
  readonly now: () => number;
}

export async function pumpStream(options: PumpOptions): Promise<Pumped> {
  const { call, sink } = options;
  const { body } = call.reply;
  const state = createState(options);
  const fault = await readStream(call, {
    take(chunk) {
      const { out, ...taken } = state.take(chunk);
      if (out.length > 0 && !sink.write(out.length === 1 && out[0] ? out[0] : Buffer.concat(out))) {
        body.pause();
        void sink.drained().then(() => body.resume());
      }
      return taken;
    },
    isDone: state.isDone,
    end: state.end,
  });
  return state.result(fault);
}

const blankLine = Buffer.from('\n\n');
/** While a model reasons unseen: connections on which nothing comes for long are given up. */
const sign = Buffer.from(': working\n\n');
const signEveryMs = 10_000;

interface Taken {
  readonly out: readonly Buffer[];
  readonly fault?: CallFault;
  readonly isOver?: boolean;
}

type ChatDelta = Extract<ReturnType<ReturnType<typeof createChatReader>['read']>, { kind: 'delta' }>;

function createState({ call, watch, wantsUsage, showsReasoning, onFirst, now }: PumpOptions) {
  const reader = createSseReader();
  const chat = createChatReader();
  const tail: Buffer[] = [];
  /** Read, not yet to be sent: before the first visible token, and while the guard looks. */
  let held: Buffer[] = [];
  let isEnding = false;
  let isDone = false;
  let finishReason: string | undefined;
  let usage: Usage | undefined;
  let blockedBy: string | undefined;
  let firstTokenAt: number | undefined;
  let wasShown = false;
  let signedAt = now();
  let [content, reasoning] = ['', ''];

  function token(isVisible: boolean): void {
    call.deadlines.token();
    firstTokenAt ??= now();
    if (!isVisible || wasShown) return;
    wasShown = true;
    onFirst();
  }

  /** What of an event is sent: its own bytes, unless they hold what is not shown. */
  function sent({ bytes, data }: Extract<SseItem, { kind: 'event' }>, event: ChatDelta): Buffer | undefined {
    if (showsReasoning || !event.isMixed) return bytes;
    const rest = withoutReasoning(data, event.content);
    return rest === undefined ? undefined : Buffer.from(`data: ${rest}\n\n`);
  }

  /** Now and then, as long as nothing else can be sent. */
  function signs(): readonly Buffer[] {
    const isUnseen = firstTokenAt !== undefined && !wasShown && !showsReasoning;
    if (!isUnseen || isEnding || isDone || now() - signedAt < signEveryMs) return [];
    signedAt = now();
    onFirst();
    return [sign];
  }

  /** Whether what was held may go; a rule that ends the stream is kept. */
  function isClear(event: { readonly content: string; readonly reasoning: string; readonly toolText: string }): boolean {
    for (const [place, text] of [
      ['reasoning', event.reasoning],
      ['output', event.content],
      ['output', event.toolText],
    ] as const) {
      if (text === '') continue;
      const verdict = watch.push(place, text);
      if (verdict.kind === 'blocked') blockedBy = verdict.rule;
      if (verdict.kind !== 'clear') return false;
    }
    return true;
  }

  function take(items: readonly SseItem[]): Taken {
    let out: Buffer[] = [];
    for (const item of items) {
      if (item.kind === 'too-large') return { out, fault: 'malformed' };
      if (item.kind === 'keep-alive') continue;
      const event = chat.read(item.data, item.name);
      if (event.kind === 'fault') return { out, fault: event.fault };
      if (event.kind === 'done') {
        isDone = true;
        tail.push(item.bytes);
        continue;
      }
      usage = event.usage ?? usage;
      finishReason = event.finishReason ?? finishReason;
      content += event.content + event.toolText;
      reasoning += event.reasoning;
      const isVisible = event.content !== '' || event.callsTools || (showsReasoning && event.reasoning !== '');
      if (isVisible || event.reasoning !== '') token(isVisible);
      const isFree = isClear(event);
      if (blockedBy !== undefined) return { out: [], isOver: true };
      if (event.isUsageOnly && !wantsUsage) continue;
      isEnding ||= event.finishReason !== undefined || event.isUsageOnly;
      const bytes = sent(item, event);
      if (bytes) (isEnding ? tail : held).push(bytes);
      if (isEnding || !wasShown || !isFree) continue;
      out = out.length === 0 ? held : [...out, ...held];
      held = [];
    }
    return { out: out.length > 0 ? out : signs() };
  }

  /** No more bytes come: what stood unfinished counts only if it is whole, and what was held back as a possible tag is text. */
  function end(): CallFault | undefined {
    const last = reader.end();
    const taken = last?.kind === 'event' ? take([{ ...last, bytes: Buffer.concat([last.bytes, blankLine]) }]) : undefined;
    if (taken?.fault === 'error-event') return taken.fault;
    if (!chat.isComplete()) return 'cut';
    const rest = chat.rest();
    content += rest.content;
    reasoning += rest.reasoning;
    isClear({ ...rest, toolText: '' });
    // Its bytes were not sent while it might have been a tag.
    if (!showsReasoning && rest.content !== '')
      held.push(Buffer.from(`data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: rest.content } }] })}\n\n`));
    return undefined;
  }

  return {
    take: (chunk: Buffer) => take(reader.read(chunk)),
    end,
    isDone: () => isDone,
    result: (fault: CallFault | undefined): Pumped => ({
      fault,
      blockedBy,
      tail: Buffer.concat([...held, ...tail]),
      finishReason,
      usage,
      text: { content, reasoning },
      firstTokenAt,
      wasShown,
    }),
  };
}
