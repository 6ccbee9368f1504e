/** Ends the parser of a file: it is rejected for this reason. */
export class MalformedFile extends Error {
  readonly reason: 'damaged' | 'xml-dtd' | 'too-deep' | 'decompression-bomb' | 'encrypted' | 'wrong-password';

  constructor(message: string, reason: MalformedFile['reason'] = 'damaged') {
    super(message);
    this.reason = reason;
  }
}
