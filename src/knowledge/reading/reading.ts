// The words about text (DESIGN): an original is bytes; its reading text is decoded and cleaned; a map leads back.
// Offsets in this room are UTF-16 code units, `end` exclusive.

/** A rectangle on a page in PDF points, origin at the page's top left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** By how many degrees clockwise a page that was scanned lying has to be turned. */
export type Turn = 90 | 180 | 270;

/** In PDF points, upright; so are the boxes on it. */
export interface PageShape {
  readonly width: number;
  readonly height: number;
  /** Absent: it stands upright in the original. */
  readonly turn?: Turn;
}

/** A place in the original, as exact as its format allows. */
export type OriginSpan =
  /** Offsets in the decoded text of a TXT, MD or HTML file. */
  | { readonly kind: 'text'; readonly start: number; readonly end: number }
  /** Offsets in the text of the n-th (from 0) paragraph of a flow format (DOCX), counted over the whole body. */
  | { readonly kind: 'paragraph'; readonly paragraph: number; readonly start: number; readonly end: number }
  /** Boxes on a page (from 1) of a fixed-layout format (PDF), one per line touched. */
  | { readonly kind: 'page'; readonly page: number; readonly boxes: readonly Box[] };

export type ParagraphKind = 'title' | 'heading' | 'body' | 'list-item' | 'table-row';

/** A paragraph of the reading text. Paragraphs are in reading order, do not overlap, and are joined by one line feed. */
export interface Paragraph {
  readonly kind: ParagraphKind;
  readonly start: number;
  readonly end: number;
  /** 1 is the highest heading; only for `title` and `heading`. */
  readonly level?: number;
  /** Page (from 1) on which it begins, when the format has pages. */
  readonly page?: number;
}

/** What cleaning did; kinds are few and named so that the import report can explain them. */
export type CleaningKind =
  | 'pinyin-notes-removed'
  | 'traditional-to-simplified'
  | 'page-furniture-removed'
  | 'web-furniture-removed'
  | 'broken-lines-joined'
  | 'spaces-removed'
  | 'radicals-replaced'
  | 'width-normalised'
  | 'duplicate-paragraph-removed'
  | 'destroyed-bytes-marked'
  | 'hidden-text-removed'
  | 'hidden-sheet-removed'
  | 'invisible-characters-removed'
  /** Not cleaning, but left out too: a file inside this one that could not be read; before: its name, after: why. */
  | 'enclosed-file-unread';

export interface CleaningNote {
  readonly kind: CleaningKind;
  /** How many places. */
  readonly count: number;
  /** Up to five places, before and after, at most 60 characters each. */
  readonly samples: readonly { readonly before: string; readonly after: string }[];
}

export interface ReadingText {
  readonly text: string;
  readonly paragraphs: readonly Paragraph[];
  /** Plain data (JSON) from which `originOf` finds the place of any span in the original. */
  readonly originMap: OriginMap;
  readonly notes: readonly CleaningNote[];
}

/** Runs of the reading text that map linearly to the original, sorted by `start`; gaps (joining line feeds) have no origin. */
export interface OriginMap {
  readonly runs: readonly OriginRun[];
}
export interface OriginRun {
  readonly start: number;
  readonly length: number;
  readonly origin:
    | {
        readonly kind: 'text';
        readonly at: number /** source units per reading unit is 1 unless the run is one folded piece */;
        readonly length: number;
      }
    | { readonly kind: 'paragraph'; readonly paragraph: number; readonly at: number; readonly length: number }
    | {
        readonly kind: 'page';
        readonly page: number;
        readonly box: Box /** From 0 to 1, where text recognition is unsure. */;
        readonly confidence?: number;
      };
}

export type DocumentFormat =
  | 'txt'
  | 'md'
  | 'html'
  | 'csv'
  | 'docx'
  | 'xlsx'
  | 'pptx'
  | 'odt'
  | 'pdf'
  | 'ofd'
  | 'eml'
  | 'doc'
  | 'xls'
  | 'rtf'
  | 'ods'
  | 'msg'
  | 'zip'
  | 'image';

/** What an editor should know of a file besides its text; the names are those that `parse --json` prints. */
export const fileFlags = [
  'hidden_text',
  'text_noise',
  'type_mismatch',
  'tracked_changes',
  'comments',
  'macro',
  'external_reference',
  'suspicious_path',
  'hidden_sheet',
  'formula_cell',
  'restricted',
  'active_content',
  'no_text_layer',
  'garbled_text_layer',
  'ocr',
] as const;
export type FileFlag = (typeof fileFlags)[number];

/** What reading a file came to. A rejection is an outcome, not an exception. */
export type ReadOutcome =
  | {
      readonly kind: 'read';
      readonly format: DocumentFormat;
      /** Encoding of text formats, e.g. `utf-8`, `gb18030`, `utf-16le`. */
      readonly encoding?: string;
      readonly title: string;
      readonly reading: ReadingText;
      readonly passages: readonly PassageDraft[];
      readonly flags: readonly FileFlag[];
      readonly facts: DocumentFacts;
      readonly elements: readonly DocumentElement[];
      readonly references: readonly DocumentReference[];
      readonly pages?: readonly PageShape[];
      /** Files inside this one (attachments, entries of an archive), in their order; those inside them follow each. */
      readonly enclosed?: readonly EnclosedReading[];
    }
  | { readonly kind: 'rejected'; readonly format?: DocumentFormat; readonly reason: RejectionReason };

/** What became of a file inside a file. */
export type EnclosedReading = {
  /** Of an archive with its folders. */
  readonly name: string;
  /** How deep it lies: 1 directly inside. */
  readonly depth: number;
} & (
  | {
      readonly kind: 'read';
      readonly format: DocumentFormat;
      /** Its text in the reading text, without its name and what lies inside it. */
      readonly start: number;
      readonly end: number;
    }
  | { readonly kind: 'rejected'; readonly format?: DocumentFormat; readonly reason: RejectionReason }
);

export type RejectionReason =
  | 'empty'
  | 'unsupported-format'
  | 'type-mismatch'
  | 'damaged'
  | 'encrypted'
  | 'wrong-password'
  | 'no-text-layer'
  | 'garbled-text'
  | 'undecodable'
  | 'decompression-bomb'
  | 'xml-dtd'
  | 'too-deep'
  | 'too-large'
  | 'timed-out'
  /** Where text is recognised by another program or a service: it may not receive the grade, or gave no answer. */
  | 'recognition-denied'
  | 'recognition-failed';

/** What the document says of itself; dates are `YYYY-MM-DD`. Absent means not found, never guessed. */
export interface DocumentFacts {
  /** 发文字号 in its normal form, e.g. 云政发〔2024〕3号. */
  readonly documentNumber?: string;
  readonly issuer?: string;
  /** 成文日期 / 发布日期 */
  readonly publishedOn?: string;
  /** 施行日期: first day in force. */
  readonly effectiveOn?: string;
  /** First day no longer in force. */
  readonly expiredOn?: string;
  /** Titles (without 《》) of rules that this document repeals. */
  readonly repeals?: readonly string[];
}

/** Elements of an official document, by the names that `parse --json` prints; the last three are of mail. */
export const elementNames = [
  'copyNo',
  'secrecy',
  'urgency',
  'issuerMark',
  'docNo',
  'signer',
  'title',
  'genre',
  'to',
  'issuer',
  'date',
  'note',
  'attachments',
  'cc',
  'printer',
  'printDate',
  'citations',
  'effectiveFrom',
  'validity',
  'repeals',
  'subject',
  'from',
  'attachment',
  'author',
  'pubDate',
] as const;
export type ElementName = (typeof elementNames)[number];

export interface DocumentElement {
  readonly name: ElementName;
  /** Days as `YYYY-MM-DD`. */
  readonly value: string | readonly string[];
  /** In the reading text; null: it is not written there to the letter. */
  readonly span: { readonly start: number; readonly end: number } | null;
  /** From 0 to 1, by the rule that found it. */
  readonly confidence: number;
  /** By text recognition, so that somebody should compare it with the page. */
  readonly isRecognised?: boolean;
}

export const referenceKinds = ['cites', 'amends', 'repeals'] as const;
export type ReferenceKind = (typeof referenceKinds)[number];

/** Another document that this one names by its title. */
export interface DocumentReference {
  readonly kind: ReferenceKind;
  /** Without 《》. */
  readonly title: string;
  /** As in `DocumentFacts`, or that of an order: 国务院令第721号. */
  readonly number?: string;
  /** From when it is repealed, where the clause says so. */
  readonly on?: string;
  /** In the reading text. */
  readonly start: number;
  readonly end: number;
}

/** A searchable piece of the reading text with its place in the document's structure. */
export interface PassageDraft {
  /** From 0 within the version. */
  readonly ordinal: number;
  /** Titles from the highest level down, e.g. ['第二章 申请', '第十二条']. */
  readonly headingPath: readonly string[];
  /** Canonical article reference for the citation resolver, e.g. '12' for 第十二条, '12.1' for 第十二条之一; absent outside articles. */
  readonly article?: string;
  /** Index of its first paragraph in `ReadingText.paragraphs`. */
  readonly paragraph: number;
  readonly page?: number;
  readonly start: number;
  readonly end: number;
  /** Exactly `reading.text.slice(start, end)`. */
  readonly text: string;
}
