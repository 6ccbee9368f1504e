// A stream whose model reasons, passed on by a scenario that shows reasoning and by one that does not.
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createChatReader, createSseReader, type OpenCall } from '../../models/models.ts';
import { absentGuard } from '../guard-port.ts';
import { pumpStream } from './pump.ts';

interface Passed {
  readonly bytes: string;
  readonly wasShown: boolean;
  readonly content: string;
  readonly reasoning: string;
}

/** What a client is sent of these events, the end included. `everyMs`: on the clock of the pump, between two events. */
async function passOn(events: readonly string[], { showsReasoning = false, everyMs = 0 } = {}): Promise<Passed> {
  const body = new PassThrough();
  let nowMs = 0;
  const sent: Buffer[] = [];
  const pumping = pumpStream({
    call: { reply: { body }, deadlines: { token() {}, end() {} }, fault: () => undefined } as unknown as OpenCall,
    sink: {
      write(bytes) {
        sent.push(Buffer.from(bytes));
        return true;
      },
      drained: async () => undefined,
    },
    watch: absentGuard.watch(),
    wantsUsage: false,
    showsReasoning,
    onFirst() {},
    now: () => nowMs,
  });
  for (const event of events) {
    body.write(`data: ${event}\n\n`);
    await new Promise(setImmediate);
    nowMs += everyMs;
  }
  body.end();
  const { fault, tail, wasShown } = await pumping;
  expect(fault).toBeUndefined();
  const bytes = Buffer.concat([...sent, tail]);
  return { bytes: bytes.toString(), wasShown, ...textIn(bytes) };
}

function textIn(bytes: Buffer): { readonly content: string; readonly reasoning: string } {
  const [events, chat] = [createSseReader(), createChatReader()];
  let [content, reasoning] = ['', ''];
  for (const item of events.read(bytes)) {
    const delta = item.kind === 'event' ? chat.read(item.data) : undefined;
    if (delta?.kind === 'delta') [content, reasoning] = [content + delta.content, reasoning + delta.reasoning];
  }
  const rest = chat.rest();
  return { content: content + rest.content, reasoning: reasoning + rest.reasoning };
}

const chunk = (delta: object, more: object = {}): string =>
  JSON.stringify({ id: 'c1', object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: null, ...more }] });
const stop = JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
const secret = 'HJ-canary-想';

test('an event without reasoning keeps its own bytes, with what this house does not know', async () => {
  const plain = chunk({ role: 'assistant', content: '好' }, { logprobs: { content: [{ token: '好' }] }, unknown: 1 });
  const { bytes } = await passOn([plain, stop, '[DONE]']);
  expect(bytes).toBe(`data: ${plain}\n\ndata: ${stop}\n\ndata: [DONE]\n\n`);
});

test.each([
  ['reasoning_content', { reasoning_content: secret }],
  ['reasoning', { reasoning: secret, content: '' }],
  ['a name of one server alone', { reasoning_details: [{ text: secret }] }],
  ['another', { thinking: secret }],
])('reasoning under the name %s is not sent, nor the probabilities of its tokens', async (_, delta) => {
  const logprobs = { content: [{ token: secret }] };
  const events = [
    chunk({ role: 'assistant', ...delta }, { logprobs, token_ids: [1] }),
    chunk(delta, { logprobs }),
    chunk({ ...delta, content: '好' }, { logprobs }),
    stop,
    '[DONE]',
  ];
  const hidden = await passOn(events);
  expect(hidden.bytes).not.toContain('HJ-canary');
  expect(hidden.bytes).not.toContain('token_ids');
  expect(hidden).toMatchObject({ content: '好', reasoning: '' });
  expect(hidden.bytes).toContain('"role":"assistant"');
  expect(hidden.bytes.match(/data:/g)).toHaveLength(4);
  expect((await passOn(events, { showsReasoning: true })).bytes).toBe(events.map((event) => `data: ${event}\n\n`).join(''));
});

test('reasoning between tags is not sent, wherever the stream is cut, and every letter of the answer is', async () => {
  const word = fc.string({ unit: fc.constantFrom('<', '/', 'think', '>', '<think>', '</think>', '公', ' ', '\n') });
  const cuts = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1 });
  const isEnded = fc.boolean();
  await fc.assert(
    fc.asyncProperty(word, cuts, isEnded, async (answer, sizes, hasReason) => {
      const text = `<think>${secret}</think>\n\n${answer}`;
      const events: string[] = [];
      for (let at = 0; at < text.length; ) {
        const size = sizes[events.length % sizes.length] ?? 1;
        events.push(chunk({ content: text.slice(at, at + size) }));
        at += size;
      }
      // What comes out is the answer; tags that it holds itself are words of it.
      const { bytes } = await passOn([...events, ...(hasReason ? [stop] : []), '[DONE]']);
      expect(bytes).not.toContain('canary');
      expect(plainIn(bytes)).toBe(answer.trimStart());
    }),
    { numRuns: 60 },
  );
});

test('a beginning that might be a tag and is none reaches the client', async () => {
  const { bytes } = await passOn([chunk({ content: '<th' }), chunk({ content: 'e 公 <b>' }), stop, '[DONE]']);
  expect(plainIn(bytes)).toBe('<the 公 <b>');
  expect(plainIn((await passOn([chunk({ content: '<thin' }), '[DONE]'])).bytes)).toBe('<thin');
});

test('while a model reasons unseen the client is told now and then that it works, and another model may still take over', async () => {
  const thinking = Array.from({ length: 6 }, () => chunk({ reasoning_content: secret }));
  const { bytes, wasShown } = await passOn([...thinking, stop, '[DONE]'], { everyMs: 4_000 });
  expect(bytes.split('\n\n').filter((one) => one === ': working')).toHaveLength(1);
  expect(wasShown).toBe(false);
});

/** As a client reads it who knows nothing of tags. */
function plainIn(bytes: string): string {
  return bytes
    .split('\n\n')
    .filter((one) => one.startsWith('data: {'))
    .map((one) => (JSON.parse(one.slice(6)) as { choices: { delta: { content?: string } }[] }).choices[0]?.delta.content ?? '')
    .join('');
}
