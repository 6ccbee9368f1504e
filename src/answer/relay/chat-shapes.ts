// The shapes of OpenAI's chat API in which this house itself speaks: a completion, and the chunks of a streamed one.

export interface ChatAbout {
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly model: string;
}

/** `more`: fields of our own, which clients leave alone. */
export function completion(about: ChatAbout, content: string, finishReason: string, more: object = {}): string {
  const choices = [{ index: 0, message: { role: 'assistant', content }, finish_reason: finishReason }];
  return JSON.stringify({ ...about, ...more, object: 'chat.completion', choices });
}

/** As an event of the stream. */
export function chunk(about: ChatAbout, delta: object, finishReason: string | null, more: object = {}): string {
  const choices = [{ index: 0, delta, finish_reason: finishReason }];
  return `data: ${JSON.stringify({ ...about, object: 'chat.completion.chunk', choices, ...more })}\n\n`;
}

export const endOfStream = 'data: [DONE]\n\n';
