// `npm run bench:stream`: what reading the stream of a model costs: bytes to events, events to text, 64 tokens each; and what passing one on
// costs a relay, where 64 tokens of reasoning come before them and go out, or are left out.
import { Readable } from 'node:stream';
import { absentGuard } from '../src/answer/guard-port.ts';
import { pumpStream } from '../src/answer/relay/pump.ts';
import { createChatReader, createSseReader, type OpenCall } from '../src/models/models.ts';
import { printMeasurements } from './bars.ts';

const tokens = 64;
const streams = 4_000;
const rounds = 5;

const chunk = (choice: object, rest: object = {}) =>
  `data: ${JSON.stringify({ id: 'chatcmpl-8f2d61c0', object: 'chat.completion.chunk', created: 1764300000, model: 'qwen3-32b', choices: [{ index: 0, ...choice }], ...rest })}\n\n`;

const written = [
  ...Array.from({ length: tokens }, (_, index) => chunk({ delta: { content: index % 2 === 0 ? '办理' : ' form' }, finish_reason: null })),
  chunk({ delta: {}, finish_reason: 'stop' }, { usage: { prompt_tokens: 900, completion_tokens: tokens, total_tokens: 900 + tokens } }),
  'data: [DONE]\n\n',
].map((text) => Buffer.from(text));

/** One event in each read, sixteen, and pieces that end nowhere in particular. */
const arrivals: readonly (readonly [string, readonly Buffer[]])[] = [
  ['one token in each read', written],
  ['sixteen tokens in each read', [0, 16, 32, 48, 64].map((at) => Buffer.concat(written.slice(at, at + 16)))],
  ['in pieces of 100 bytes', piecesOf(Buffer.concat(written), 100)],
];

const reasoned = [
  ...Array.from({ length: tokens }, () => Buffer.from(chunk({ delta: { content: null, reasoning_content: '先看' } }))),
  ...written,
];

printMeasurements([
  ...arrivals.map(([name, reads]) => ({
    measure: `${name}: CPU of a stream of ${tokens} tokens, us`,
    value: Math.min(...Array.from({ length: rounds }, () => cpuUsPerStream(reads))),
    bar: { atMost: 6 * tokens },
  })),
  { measure: 'passed on, without reasoning, us', value: await leastPassingOn(written, false), bar: { atMost: 12 * tokens } },
  { measure: 'passed on with its reasoning, us', value: await leastPassingOn(reasoned, true), bar: { atMost: 24 * tokens } },
  { measure: 'passed on, its reasoning left out, us', value: await leastPassingOn(reasoned, false), bar: { atMost: 24 * tokens } },
]);

async function leastPassingOn(reads: readonly Buffer[], showsReasoning: boolean): Promise<number> {
  const found: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const before = process.cpuUsage();
    for (let stream = 0; stream < streams; stream += 1) await passOn(reads, showsReasoning);
    const { user, system } = process.cpuUsage(before);
    found.push((user + system) / streams);
  }
  return Math.min(...found);
}

async function passOn(reads: readonly Buffer[], showsReasoning: boolean): Promise<void> {
  const { fault } = await pumpStream({
    // Of a call nothing else is used here.
    call: { reply: { body: Readable.from(reads) }, deadlines: { token() {}, end() {} }, fault: () => undefined } as unknown as OpenCall,
    sink: { write: () => true, drained: async () => undefined },
    watch: absentGuard.watch(),
    wantsUsage: false,
    showsReasoning,
    onFirst() {},
    now: () => performance.now(),
  });
  if (fault !== undefined) throw new Error(fault);
}

function cpuUsPerStream(reads: readonly Buffer[]): number {
  const before = process.cpuUsage();
  for (let stream = 0; stream < streams; stream += 1) {
    const length = readAll(reads);
    if (length !== (tokens / 2) * ('办理'.length + ' form'.length)) throw new Error(`read ${length} characters`);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / streams;
}

function readAll(reads: readonly Buffer[]): number {
  const reader = createSseReader();
  const chat = createChatReader();
  let length = 0;
  for (const bytes of reads) {
    for (const item of reader.read(bytes)) {
      if (item.kind !== 'event') continue;
      const event = chat.read(item.data, item.name);
      if (event.kind === 'delta') length += event.content.length;
    }
  }
  return chat.isComplete() ? length : 0;
}

function piecesOf(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
}
