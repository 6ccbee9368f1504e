// Failures in the shape that clients of OpenAI's API read, with our sentence in both languages; also the last event of a stream that broke.
import { type AppError, bothSentences, type ErrorCode, errorTable } from './errors.ts';

export function openAiFailure({ code, details }: AppError, requestId: string) {
  const { zh, en } = bothSentences(code, { ...details, requestId });
  const { contact } = details;
  const message = [zh, en, ...(typeof contact === 'string' ? [contactSentence(contact)] : [])].join(' ');
  return { error: { message, type: typeOf(code), code: code.replaceAll('-', '_'), param: null } };
}

/** Who helps where a program does not. */
export function contactSentence(contact: string): string {
  return `可以联系：${contact}。You can turn to: ${contact}.`;
}

function typeOf(code: ErrorCode): string {
  const { status } = errorTable[code];
  if (code === 'insufficient-quota') return 'insufficient_quota';
  if (status === 401) return 'authentication_error';
  if (status === 403) return 'permission_error';
  if (status === 429) return 'rate_limit_error';
  return status >= 500 ? 'server_error' : 'invalid_request_error';
}
