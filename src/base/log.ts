// Structured log, one event per line. No question text, document text or personal data in it: ids, counts and codes only.
import { pino } from 'pino';
import { systemCode } from './errors.ts';

type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>;
export interface Log {
  readonly debug: (event: string, fields?: Fields) => void;
  readonly info: (event: string, fields?: Fields) => void;
  readonly warn: (event: string, fields?: Fields) => void;
  readonly error: (event: string, error: unknown, fields?: Fields) => void;
}

export function createLog(level: string): Log {
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
  return {
    debug: (event, fields) => logger.debug({ event, ...fields }),
    info: (event, fields) => logger.info({ event, ...fields }),
    warn: (event, fields) => logger.warn({ event, ...fields }),
    error: (event, error, fields) => logger.error({ event, ...fields, ...faultFields(error) }),
  };
}

export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** A stack names code, not data; the message of a foreign error may quote data, so only our own messages are kept. */
function faultFields(error: unknown): Fields {
  if (!(error instanceof Error)) return { fault: typeof error };
  const frames = error.stack
    ?.split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 8)
    .join('\n');
  return { fault: error.name, faultCode: systemCode(error), message: error.name === 'AppError' ? error.message : undefined, stack: frames };
}
