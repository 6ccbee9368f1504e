// What went wrong, as the server says it (problem+json) or as the browser sees it.
import { z } from 'zod';

const problemBodySchema = z.object({
  status: z.number(),
  code: z.string(),
  zh: z.string(),
  en: z.string(),
  requestId: z.string().optional(),
});

export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: string;
  /** The sentence for the reader; absent when the server did not speak. */
  readonly sentences: { readonly zh: string; readonly en: string } | undefined;

  constructor(code: string, sentences?: { readonly zh: string; readonly en: string }, options?: ErrorOptions) {
    super(sentences?.en ?? code, options);
    this.code = code;
    this.sentences = sentences;
  }
}

/** The problem in the body of a failed reply; a reply of something that is not our server is `server-unreachable`. */
export function problemOf(body: string): Problem {
  const parsed = problemBodySchema.safeParse(jsonOf(body));
  return parsed.success ? new Problem(parsed.data.code, parsed.data) : new Problem('server-unreachable');
}

/** An aborted request is the reader's own wish and passes through; anything else the browser throws means that nothing answered. */
export function problemOfFailure(error: unknown): unknown {
  const isAbort = error instanceof DOMException && error.name === 'AbortError';
  return isAbort ? error : new Problem('server-unreachable', undefined, { cause: error });
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
