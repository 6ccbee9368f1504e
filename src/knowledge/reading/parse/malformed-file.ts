import type { RejectionReason } from '../reading.ts';

/** Ends the parser of a file: it is rejected for this reason. */
export class MalformedFile extends Error {
  readonly reason: Exclude<RejectionReason, 'no-text-layer' | 'garbled-text' | 'timed-out' | `recognition-${string}`>;

  constructor(message: string, reason: MalformedFile['reason'] = 'damaged') {
    super(message);
    this.reason = reason;
  }
}
