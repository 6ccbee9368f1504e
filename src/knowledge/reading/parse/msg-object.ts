// A message or an attachment inside an MSG file ([MS-OXMSG] 2.4): properties of varying length are streams named by their number and
// type, the others are kept together in one stream.
import { decodeOf } from './code-pages.ts';
import type { CompoundFile } from './compound-file.ts';

/** Numbers of properties ([MS-OXPROPS]), as they stand in the names of streams. */
export const properties = {
  subject: '0037',
  sentAt: '0039',
  headers: '007D',
  senderName: '0C1A',
  senderAddress: '0C1F',
  senderSmtpAddress: '5D01',
  displayCc: '0E03',
  displayTo: '0E04',
  receivedAt: '0E06',
  body: '1000',
  compressedRtf: '1009',
  html: '1013',
  displayName: '3001',
  attachedBytes: '3701',
  fileName: '3704',
  longFileName: '3707',
  mimeType: '370E',
  contentId: '3712',
  embeddedMessage: '__substg1.0_3701000D',
  internetCodePage: '3FDE',
  messageCodePage: '3FFD',
} as const;

/** Moments are kept in UTC without a zone; the day is that of China, where the offices are that read them. */
const chinaOffsetMs = 8 * 3_600_000;
/** From 1601 in units of 100 ns to 1970. */
const epochDifferenceMs = 11_644_473_600_000;

export class MsgObject {
  readonly codePage: number;
  private readonly file: CompoundFile;
  private readonly folder: string;
  private readonly fixed = new Map<string, Buffer>();

  constructor(file: CompoundFile, folder: string, headBytes: number, codePage?: number) {
    this.file = file;
    this.folder = folder;
    const stream = file.stream(`${folder}__properties_version1.0`) ?? Buffer.alloc(0);
    for (let at = headBytes; at + 16 <= stream.length; at += 16)
      this.fixed.set(
        stream
          .readUInt16LE(at + 2)
          .toString(16)
          .toUpperCase()
          .padStart(4, '0'),
        stream.subarray(at + 8, at + 16),
      );
    this.codePage = codePage ?? this.number(properties.messageCodePage) ?? this.number(properties.internetCodePage) ?? 936;
  }

  /** Undefined where there is none, and where it is empty. */
  readonly text = (property: string): string | undefined => {
    const wide = this.file.stream(`${this.folder}__substg1.0_${property}001F`);
    const narrow = wide === undefined ? this.file.stream(`${this.folder}__substg1.0_${property}001E`) : undefined;
    const text = wide?.toString('utf16le') ?? (narrow && decodeOf(this.codePage)(narrow));
    return text?.replace(/\0+$/, '') || undefined;
  };

  binary(property: string): Buffer | undefined {
    return this.file.stream(`${this.folder}__substg1.0_${property}0102`);
  }

  number(property: string): number | undefined {
    return this.fixed.get(property)?.readUInt32LE(0);
  }

  /** `YYYY-MM-DD`. */
  day(property: string): string | undefined {
    const value = this.fixed.get(property)?.readBigUInt64LE(0);
    if (value === undefined || value === 0n) return undefined;
    const moment = new Date(Number(value / 10_000n) - epochDifferenceMs + chinaOffsetMs);
    return Number.isNaN(moment.getTime()) || moment.getUTCFullYear() > 9999 ? undefined : moment.toISOString().slice(0, 10);
  }

  /** Paths, each ending in `/`, of the folders directly inside whose names begin so. */
  folders(prefix: string): string[] {
    const begin = this.folder + prefix;
    const found = this.file.paths.flatMap((path) => {
      const end = path.startsWith(begin) ? path.indexOf('/', begin.length) : -1;
      return end < 0 ? [] : [path.slice(0, end + 1)];
    });
    return [...new Set(found)].toSorted();
  }
}
