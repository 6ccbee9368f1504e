import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createChatReader, readChatReply } from './chat-reader.ts';
import { readChatEvent } from './chat-event.ts';

const chunk = (delta: object, rest: object = {}) => JSON.stringify({ choices: [{ index: 0, delta, finish_reason: null, ...rest }] });

describe('a reply in chat', () => {
  it.each([
    ['OpenAI', { content: '好' }, { content: '好', reasoning: '' }],
    ['DeepSeek', { content: null, reasoning_content: '想' }, { content: '', reasoning: '想' }],
    ['vLLM and Ollama', { content: '', reasoning: '想' }, { content: '', reasoning: '想' }],
    ['a server that sends both names', { reasoning: '想', reasoning_content: '想' }, { content: '', reasoning: '想' }],
    ['a refusal', { refusal: '不能' }, { content: '不能', reasoning: '' }],
    ['the role alone', { role: 'assistant' }, { content: '', reasoning: '', callsTools: false }],
    [
      'a call of a tool',
      { tool_calls: [{ index: 0, id: 'x', function: { name: 'find', arguments: '{"q":' } }] },
      { callsTools: true, toolText: 'find{"q":' },
    ],
    [
      'a call with arguments as an object',
      { tool_calls: [{ function: { arguments: { q: 1 } } }] },
      { callsTools: true, toolText: '{"q":1}' },
    ],
    ['a call of the old kind', { function_call: { name: 'find', arguments: '{}' } }, { callsTools: true, toolText: 'find{}' }],
  ])('is read in the dialect: %s', (_, delta, expected) => {
    expect(createChatReader().read(chunk(delta))).toMatchObject({ kind: 'delta', finishReason: undefined, usage: undefined, ...expected });
  });

  it('keeps usage as it was reported: absent is not zero', () => {
    const usageOf = (usage: unknown) => {
      const event = createChatReader().read(JSON.stringify({ choices: [], usage }));
      return event.kind === 'delta' ? event.usage : event;
    };
    expect(usageOf(null)).toBeUndefined();
    expect(usageOf({ prompt_tokens: 'many' })).toBeUndefined();
    expect(usageOf({ prompt_tokens: 0 })).toMatchObject({ promptTokens: 0, completionTokens: undefined, cachedTokens: undefined });
    expect(
      usageOf({
        prompt_tokens: 9,
        completion_tokens: 5,
        prompt_tokens_details: { cached_tokens: 4 },
        completion_tokens_details: { reasoning_tokens: 3 },
      }),
    ).toMatchObject({ promptTokens: 9, cachedTokens: 4, completionTokens: 5, reasoningTokens: 3, source: 'reported' });
    expect(usageOf({ prompt_tokens: 9, prompt_cache_hit_tokens: 8 })).toMatchObject({ cachedTokens: 8 });
    expect(createChatReader().read(JSON.stringify({ choices: [], usage: { prompt_tokens: 1 } }))).toMatchObject({ isUsageOnly: true });
  });

  it.each([
    ['no JSON', '{"choices":[', 'malformed'],
    ['no object', '[1]', 'malformed'],
    ['choices that are none', '{"choices":3}', 'malformed'],
    ['text in an unknown form, which nobody could check', chunk({ content: [{ text: 'x' }] }), 'malformed'],
    ['calls of tools in an unknown form', chunk({ tool_calls: { name: 'x' } }), 'malformed'],
    ['an error', '{"error":{"message":"x"}}', 'error-event'],
    ['an error as a sentence', '{"error":"x"}', 'error-event'],
    ['an error of vLLM', '{"object":"error","message":"x"}', 'error-event'],
    ['the reason error', chunk({}, { finish_reason: 'error' }), 'error-event'],
  ])('has faults with names: %s', (_, data, fault) => {
    expect(createChatReader().read(data)).toEqual({ kind: 'fault', fault });
  });

  it('fails by an event that is called error, whatever is in it', () => {
    expect(createChatReader().read('over', 'error')).toEqual({ kind: 'fault', fault: 'error-event' });
    expect(createChatReader().read('{"error":null,"choices":[]}')).toMatchObject({ kind: 'delta' });
  });

  it('never throws, whatever an event holds', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (data) => void readChatEvent(data)));
    const anything = fc.anything({ withNullPrototype: false });
    const field = fc.constantFrom('content', 'reasoning', 'tool_calls', 'function_call', 'refusal');
    fc.assert(fc.property(fc.dictionary(field, anything), (delta) => void readChatEvent(safeJson({ choices: [{ delta }] }))));
  });
});

describe('the end of a reply', () => {
  const read = (...events: readonly string[]) => {
    const reader = createChatReader();
    for (const data of events) reader.read(data);
    return reader.isComplete();
  };
  const stop = { finish_reason: 'stop' };

  it('is there when it says why it stopped, or that it is done', () => {
    expect(read(chunk({ content: 'a' }), chunk({}, stop))).toBe(true);
    expect(read(chunk({ content: 'a' }), '[DONE]')).toBe(true);
  });

  it('is not there without either, or when there was nothing at all', () => {
    expect(read(chunk({ content: 'a' }))).toBe(false);
    expect(read(chunk({ content: 'a' }, { finish_reason: '' }))).toBe(false);
    expect(read('[DONE]')).toBe(false);
    expect(read()).toBe(false);
  });

  it('is there only when every choice that began has ended', () => {
    const second = JSON.stringify({ choices: [{ index: 1, delta: { content: 'b' } }] });
    expect(read(second, chunk({ content: 'a' }, stop))).toBe(false);
    expect(read(second, chunk({ content: 'a' }, stop), '[DONE]')).toBe(true);
  });

  it('is what a whole reply is, and what cannot be one is none', () => {
    const message = { role: 'assistant', content: '<think>想</think>\n\n好', tool_calls: null };
    expect(readChatReply(JSON.stringify({ choices: [{ message, finish_reason: 'stop' }] }))).toMatchObject({
      content: '好',
      reasoning: '想',
      finishReason: 'stop',
    });
    expect(readChatReply(JSON.stringify({ choices: [{ message: { content: '<thi' } }] }))).toMatchObject({ content: '<thi' });
    expect(readChatReply('{"choices":[]}')).toBeUndefined();
    expect(readChatReply('{"choices":[{"message":{"content":"a"')).toBeUndefined();
  });
});

describe('reasoning between tags', () => {
  const parts = (text: string, cuts: readonly number[]) => {
    const reader = createChatReader();
    let [content, reasoning] = ['', ''];
    for (let at = 0, turn = 0; at < text.length; turn += 1) {
      const size = cuts[turn % cuts.length] ?? 1;
      const delta = reader.read(chunk({ content: text.slice(at, at + size) }));
      if (delta.kind === 'delta') [content, reasoning] = [content + delta.content, reasoning + delta.reasoning];
      at += size;
    }
    const rest = reader.rest();
    return [reasoning + rest.reasoning, content + rest.content];
  };
  const word = fc.string({ unit: fc.constantFrom('<', '/', 'think', '>', '<think>', '公', ' ', '\n') });
  const cuts = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1 });

  it('is parted from the answer wherever the text is cut', () => {
    fc.assert(
      fc.property(word, word, cuts, (inside, answer, sizes) => {
        const reasoning = inside.replaceAll('</think>', '');
        fc.pre(!`${reasoning}</think>`.slice(0, -1).includes('</think>'));
        expect(parts(`\n<think>${reasoning}</think>\n\n${answer}`, sizes)).toEqual([reasoning, answer.trimStart()]);
      }),
    );
  });

  it('is only what stands at the beginning', () => {
    fc.assert(
      fc.property(word, cuts, (answer, sizes) => {
        const text = `答${answer}`;
        expect(parts(text, sizes)).toEqual(['', text]);
      }),
    );
  });

  it('goes on to the end when its tag is never closed, and a beginning of a tag is text when nothing follows', () => {
    expect(parts('<think>想啊</thin', [3])).toEqual(['想啊</thin', '']);
    expect(parts('  <thi', [1])).toEqual(['', '  <thi']);
  });
});

function safeJson(value: object): string {
  try {
    return JSON.stringify(value);
  } catch {
    return '{}';
  }
}
