// Passes the reply of a model on to the client of a relay: a stream while it arrives, a whole reply once it is known to be one.
import type { Exchange } from '../../access/route.ts';
import { nodeBytesUpTo } from '../../base/bytes-up-to.ts';
import type { OpenCall } from '../../models/models.ts';
import type { Consume, Consumed } from '../calls/attempt.ts';
import type { Guard, GuardVerdict } from '../guard-port.ts';
import { pumpStream } from './pump.ts';
import type { RelayedRequest } from './relayed-request.ts';
import { beginStream } from './stream-head.ts';

export interface PassOn {
  readonly consume: Consume;
  /** What is left to send of the last reply, once the outcome is on record. */
  rest(): Buffer;
}

export interface Passing {
  readonly exchange: Exchange;
  readonly request: RelayedRequest;
  /** Whether the scenario shows what its models reason. */
  readonly showsReasoning: boolean;
}

export function createPassOn(guard: Guard, about: Passing): PassOn {
  let rest: Buffer = Buffer.alloc(0);
  return {
    async consume(call) {
      rest = Buffer.alloc(0);
      const { rest: left, ...consumed } = await (about.request.isStream ? streamed(guard, call, about) : whole(guard, call, about));
      rest = left ?? rest;
      return consumed;
    },
    rest: () => rest,
  };
}

type Passed = Consumed & { readonly rest?: Buffer };

async function streamed(guard: Guard, call: OpenCall, { exchange, request, showsReasoning }: Passing): Promise<Passed> {
  const watch = guard.watch();
  const { tail, ...pumped } = await pumpStream({
    call,
    sink: exchange,
    watch,
    wantsUsage: request.wantsUsage,
    showsReasoning,
    onFirst: () => beginStream(exchange),
    now: () => performance.now(),
  });
  const output: GuardVerdict = pumped.blockedBy === undefined ? await watch.end() : { kind: 'blocked', rule: pumped.blockedBy };
  return { ...pumped, rest: tail, output, blockedBy: output.kind === 'blocked' ? output.rule : undefined };
}

const maxReplyBytes = 16 * 1024 * 1024;
const nothing = { text: { content: '', reasoning: '' }, wasShown: false };

async function whole(guard: Guard, call: OpenCall, { request, showsReasoning }: Passing): Promise<Passed> {
  const bytes = await bytesOf(call);
  const fault = call.fault();
  if (!bytes || fault) return { ...nothing, fault: fault ?? 'cut' };
  const firstTokenAt = performance.now();
  const reply = request.readReply(bytes, showsReasoning);
  if (!reply) return { ...nothing, fault: 'malformed' };
  const { content, reasoning, toolText, finishReason, usage } = reply;
  const watch = guard.watch();
  for (const [place, text] of [
    ['reasoning', reasoning],
    ['output', content],
    ['output', toolText],
  ] as const)
    if (text !== '') watch.push(place, text);
  const output = await watch.end();
  return {
    fault: undefined,
    blockedBy: output.kind === 'blocked' ? output.rule : undefined,
    output,
    rest: reply.bytes,
    finishReason,
    usage,
    text: { content: content + toolText, reasoning },
    firstTokenAt,
    wasShown: false,
  };
}

/** The whole body; nothing when it broke off or is larger than any answer. */
async function bytesOf({ reply: { body } }: OpenCall): Promise<Buffer | undefined> {
  return nodeBytesUpTo(body, maxReplyBytes).catch(() => undefined);
}
