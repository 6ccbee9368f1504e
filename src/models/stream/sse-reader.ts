// Server-sent events, byte by byte and piece by piece as the network delivers them. What comes out tiles what went in: the bytes of all items,
// one after another, are the stream, so whoever passes a stream on sends slices of what arrived and serialises nothing.
import { parseBlock } from './sse-block.ts';

/** An event larger than this is no answer of a model but a fault. A token takes 0.3 KiB, the largest tool calls some hundred. */
export const defaultMaxEventBytes = 1024 * 1024 + 64 * 1024;

export type SseItem =
  | { readonly kind: 'event'; readonly data: string; readonly name: string | undefined; readonly bytes: Buffer }
  /** Comments, blank lines, fields without data: nobody waits for them, and they are no sign of progress. */
  | { readonly kind: 'keep-alive'; readonly bytes: Buffer }
  /** The last item there is: the event passed the bound, and nothing after it is read. */
  | { readonly kind: 'too-large' };

export interface SseReader {
  /** The items that these bytes complete. The bytes must not be changed afterwards: items are slices of them. */
  read(bytes: Buffer): readonly SseItem[];
  /** What stood unfinished when the stream ended, read as if it had been finished. */
  end(): SseItem | undefined;
}

const lineFeed = 10;
const carriageReturn = 13;
const colon = 58;

export function createSseReader({ maxEventBytes = defaultMaxEventBytes }: { readonly maxEventBytes?: number } = {}): SseReader {
  let carried: Carried = emptyCarried;
  let overflowed = false;
  // Where the scan stands. A carriage return at the end of a read may have its line feed in the next one.
  let lineIsEmpty = true;
  let lineIsComment = false;
  let blockIsEmpty = true;
  let afterReturn = false;
  let isFirst = true;

  /** The index after the next item's last byte, or -1 when the item goes on beyond these bytes. */
  function scan(bytes: Buffer, from: number): number {
    for (let at = from; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (byte === lineFeed && afterReturn) afterReturn = false;
      else if (byte === lineFeed || byte === carriageReturn) {
        const ends = lineIsEmpty || (lineIsComment && blockIsEmpty);
        blockIsEmpty = ends;
        lineIsEmpty = true;
        afterReturn = byte === carriageReturn;
        if (ends) return endOfLine(bytes, at);
      } else if (lineIsEmpty) {
        lineIsEmpty = false;
        lineIsComment = byte === colon;
        afterReturn = false;
      }
    }
    return -1;
  }

  function endOfLine(bytes: Buffer, at: number): number {
    if (!afterReturn || bytes[at + 1] !== lineFeed) return at + 1;
    afterReturn = false;
    return at + 2;
  }

  function itemOf(bytes: Buffer): SseItem {
    const block = parseBlock(bytes, isFirst);
    isFirst = false;
    return block ? { kind: 'event', data: block.data, name: block.name, bytes } : { kind: 'keep-alive', bytes };
  }

  function overflow(): SseItem {
    overflowed = true;
    carried = emptyCarried;
    return { kind: 'too-large' };
  }

  return {
    read(bytes) {
      const items: SseItem[] = [];
      for (let from = 0; from < bytes.length && !overflowed; ) {
        const end = scan(bytes, from);
        const until = end < 0 ? bytes.length : end;
        if (carried.length + until - from > maxEventBytes) items.push(overflow());
        else if (end < 0) carried = carry(carried, bytes, from, until);
        else {
          items.push(itemOf(carried.length === 0 ? bytes.subarray(from, end) : wholeOf(carry(carried, bytes, from, end))));
          carried = emptyCarried;
        }
        from = until;
      }
      return items;
    },
    end() {
      const rest = wholeOf(carried);
      carried = emptyCarried;
      return rest.length > 0 ? itemOf(rest) : undefined;
    },
  };
}

/** Bytes of an unfinished item. Room doubles, so that an event in three-byte pieces costs what it costs in one. */
interface Carried {
  readonly room: Buffer;
  readonly length: number;
}

const emptyCarried: Carried = { room: Buffer.alloc(0), length: 0 };

function carry({ room, length }: Carried, bytes: Buffer, from: number, until: number): Carried {
  const total = length + until - from;
  let target = room;
  if (total > room.length) {
    target = Buffer.allocUnsafe(Math.max(total, 2 * room.length, 512));
    room.copy(target, 0, 0, length);
  }
  bytes.copy(target, length, from, until);
  return { room: target, length: total };
}

function wholeOf({ room, length }: Carried): Buffer {
  return room.subarray(0, length);
}
