import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readServerEvents } from './server-events.ts';

describe('server-sent events', () => {
  it('come out the same however the network cuts the bytes', async () => {
    const payload = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/[\r\n]/.test(text) && !text.startsWith(' '));
    await fc.assert(
      fc.asyncProperty(
        fc.array(payload),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 7 }),
        async (payloads, lineEnd, pieceBytes) => {
          const text = payloads.map((data) => `data: ${data}${lineEnd}${lineEnd}`).join('');
          expect(await eventsIn(text, pieceBytes)).toEqual(payloads);
        },
      ),
    );
  });

  it('may span several data lines, and comments between them are not events', async () => {
    expect(await eventsIn(': keep-alive\n\nevent: x\ndata: first\ndata:second\n\n')).toEqual(['first\nsecond']);
  });

  it('are dropped when the stream ends in the middle of one', async () => {
    expect(await eventsIn('data: whole\n\ndata: cut o')).toEqual(['whole']);
  });
});

async function eventsIn(text: string, pieceBytes = 1000): Promise<string[]> {
  const bytes = new TextEncoder().encode(text);
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < bytes.length; at += pieceBytes) controller.enqueue(bytes.slice(at, at + pieceBytes));
      controller.close();
    },
  });
  const events: string[] = [];
  for await (const event of readServerEvents(stream)) events.push(event);
  return events;
}
