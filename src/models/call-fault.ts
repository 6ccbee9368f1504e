// What can break a call: each way has a name, which the record, the breaker and the client's sentence follow.
import type { TimeoutFault } from './deadlines.ts';

/** What broke a call. */
export type CallFault =
  | TimeoutFault
  /** No connection, or it broke before the reply began. */
  | 'unreachable'
  /** The door out did not let it pass. */
  | 'denied'
  | 'throttled'
  /** Left alone for a while, since others had just seen it fail. */
  | 'left-alone'
  /** Too many wait for it, or it would be free too late. */
  | 'queue-full'
  | 'queue-too-long'
  /** Status 5xx, or a status that says nothing about what was asked. */
  | 'upstream-status'
  /** Status 401 or 403: the endpoint does not accept our key, whatever is asked. */
  | 'key-refused'
  /** Status 4xx: what was asked is not accepted, and another model would not either. */
  | 'rejected'
  | 'cut'
  | 'malformed'
  | 'error-event'
  | 'stopped'
  /** The client went away: nobody's fault. */
  | 'client-gone';

export class CallFailure extends Error {
  readonly fault: CallFault;
  readonly status: number | undefined;
  /** In its own words. */
  readonly retryAfter: string | undefined;
  /** The request was on its way, and nothing says that the model did not read it. */
  readonly wasRead: boolean;

  constructor(
    fault: CallFault,
    about: {
      readonly status?: number;
      readonly retryAfter?: string | undefined;
      readonly wasSent?: boolean;
      readonly cause?: unknown;
    } = {},
  ) {
    super(fault, { cause: about.cause });
    this.fault = fault;
    this.status = about.status;
    this.retryAfter = about.retryAfter;
    this.wasRead = about.wasSent === true && fault !== 'unreachable' && fault !== 'denied';
  }
}
