// Server-sent events as they come off the wire, byte by byte (WHATWG HTML, 9.2.6): lines end in LF, CR LF or CR, anything may be cut
// anywhere. Each event keeps its own bytes, so that passing it on is a slice and not a text written anew.

export interface SseEvent {
  /** Its bytes, blank line included. */
  readonly raw: Buffer;
  /** Lines of data joined by LF; undefined where there were only comments or other fields. */
  readonly data: string | undefined;
}

export interface SseReader {
  /** The events that are whole with these bytes. Fails with a `RangeError` once an event is larger than is allowed. */
  push(chunk: Buffer): SseEvent[];
  /** Whether something was begun that never became an event. */
  hasPartial(): boolean;
}

const lf = 10;
const cr = 13;
const colon = 58;
const space = 32;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
const dataField = Buffer.from('data');
const defaultMaxBytes = 1024 * 1024 + 64 * 1024;

export function createSseReader(maxEventBytes = defaultMaxBytes): SseReader {
  /** What was not yet part of a whole event. */
  let pending: Buffer = Buffer.alloc(0);
  /** How far `pending` was looked at, from its beginning: where the line begins that has not ended. */
  let looked = 0;
  let data: string | undefined;
  let isFirst = true;
  /** The last chunk ended in CR: an LF that comes now belongs to it. */
  let endedInCr = false;

  function field(bytes: Buffer, start: number, end: number): void {
    let nameEnd = bytes.indexOf(colon, start);
    if (nameEnd === -1 || nameEnd >= end) nameEnd = end;
    // A comment has no name before its colon.
    if (nameEnd - start !== dataField.length || !bytes.subarray(start, nameEnd).equals(dataField)) return;
    const valueStart = Math.min(nameEnd + (bytes[nameEnd + 1] === space ? 2 : 1), end);
    const value = bytes.toString('utf8', valueStart, end);
    data = data === undefined ? value : `${data}\n${value}`;
  }

  function push(chunk: Buffer): SseEvent[] {
    if (chunk.byteLength === 0) return [];
    let bytes = pending.byteLength === 0 ? chunk : Buffer.concat([pending, chunk]);
    let line = looked;
    if (endedInCr && bytes[line] === lf) line += 1;
    endedInCr = false;
    if (isFirst) {
      if (bytes.byteLength < byteOrderMark.byteLength && byteOrderMark.subarray(0, bytes.byteLength).equals(bytes)) {
        pending = bytes;
        return [];
      }
      isFirst = false;
      if (bytes.subarray(0, byteOrderMark.byteLength).equals(byteOrderMark)) line = byteOrderMark.byteLength;
    }
    const events: SseEvent[] = [];
    let begin = 0;
    let nextCr = bytes.indexOf(cr, line);
    for (;;) {
      const nextLf = bytes.indexOf(lf, line);
      if (nextCr !== -1 && nextCr < line) nextCr = bytes.indexOf(cr, line);
      const isCr = nextCr !== -1 && (nextLf === -1 || nextCr < nextLf);
      const lineEnd = isCr ? nextCr : nextLf;
      if (lineEnd === -1) break;
      let next = lineEnd + 1;
      if (isCr && next === bytes.byteLength) endedInCr = true;
      else if (isCr && bytes[next] === lf) next += 1;
      if (lineEnd === line) {
        // A blank line ends an event; several in a row are none.
        events.push({ raw: bytes.subarray(begin, next), data });
        data = undefined;
        begin = next;
      } else field(bytes, line, lineEnd);
      line = next;
    }
    bytes = bytes.subarray(begin);
    looked = line - begin;
    pending = bytes;
    if (bytes.byteLength > maxEventBytes) throw new RangeError(`an event is larger than ${maxEventBytes} bytes`);
    return events;
  }

  return { push, hasPartial: () => data !== undefined || pending.byteLength > looked };
}
