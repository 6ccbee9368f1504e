// HTML: the main content with its headings, lists and tables; menus, footers, scripts and hidden elements are left out and reported.
import { type DefaultTreeAdapterTypes as Tree, parse } from 'parse5';
import { DraftBuilder, type ParseResult, type Piece, textPiece } from '../draft.ts';
import { findDocumentNumber, serialNumber } from '../own-number.ts';
import type { DocumentElement, DocumentFacts, ParagraphKind } from '../reading.ts';
import { isoDay, writtenDay } from '../written-day.ts';
import { alignWithSource } from './html-source.ts';
import { Visibility } from './html-visibility.ts';

type Element = Tree.Element;
type Node = Tree.ChildNode;

export function parseHtml(source: string): ParseResult {
  const document = parse(source, { sourceCodeLocationInfo: true });
  const body = findElement(document.childNodes, (element) => element.tagName === 'body');
  if (body === undefined) return { kind: 'rejected', reason: 'damaged' };
  const metas = metaTags(document.childNodes);
  const visibility = new Visibility(styleSheets(document.childNodes));
  const writer = new HtmlWriter(source, visibility);
  const main = findElement(body.childNodes, isMain);
  if (main !== undefined) reportOutside(body, main, writer.builder, visibility);
  writer.write(main === undefined ? body.childNodes : [main]);
  const heading = findElement(body.childNodes, (element) => element.tagName === 'h1');
  const title = metas.get('articletitle') || (heading && textOf(heading).replace(/\s+/g, ' ').trim());
  const text = textOf(body);
  const about = { facts: factsOf(metas, text), elements: elementsOf(metas, text) };
  return { kind: 'parsed', draft: writer.builder.build({ ...(title && { title }), ...about }) };
}

function reportOutside(element: Element, main: Element, builder: DraftBuilder, visibility: Visibility): void {
  for (const child of element.childNodes) {
    if (child === main) continue;
    if ('tagName' in child && findElement(child.childNodes, (inner) => inner === main) !== undefined)
      reportOutside(child, main, builder, visibility);
    else
      builder.leaveOut('tagName' in child && visibility.isHidden(child) ? 'hidden-text-removed' : 'web-furniture-removed', textOf(child));
  }
}

/** The names under which content management systems of government sites keep the text itself. */
const mainNames = /^(?:zoom|ucap-content|article-content|trs_editor)$/i;

function isMain(element: Element): boolean {
  return (
    element.tagName === 'main' ||
    element.tagName === 'article' ||
    attribute(element, 'role') === 'main' ||
    mainNames.test(attribute(element, 'id'))
  );
}

const skipped = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'iframe',
  'object',
  'svg',
  'canvas',
  'select',
  'button',
  'input',
  'textarea',
  'head',
]);
const furnitureTags = new Set(['nav', 'footer', 'aside']);
const furnitureNames =
  /^(?:nav|navbar|navigation|menu|footer|foot|side|sidebar|breadcrumbs?|pos|position|share|top|topbar|copyright|toolbar|related|pagination)$/i;
const blocks = new Set([
  'p',
  'div',
  'section',
  'article',
  'main',
  'header',
  'figure',
  'figcaption',
  'blockquote',
  'pre',
  'ul',
  'ol',
  'dl',
  'dt',
  'dd',
  'table',
  'form',
  'center',
  'hr',
  'br',
  'body',
  'address',
  'fieldset',
  'details',
  'summary',
  'tbody',
  'thead',
  'tfoot',
  'caption',
]);

/** Nesting of this depth occurs in no page that a person wrote. */
const deepestNesting = 500;

class HtmlWriter {
  readonly builder: DraftBuilder;
  private pieces: Piece[] = [];
  private readonly source: string;
  private readonly visibility: Visibility;

  /** `builder`: of the page, where only a cell of it is written. */
  constructor(source: string, visibility: Visibility, builder = new DraftBuilder()) {
    this.source = source;
    this.visibility = visibility;
    this.builder = builder;
  }

  write(nodes: readonly Node[]): void {
    this.writeNodes(nodes, 'body', 0);
    this.flush('body');
  }

  private writeNodes(nodes: readonly Node[], kind: ParagraphKind, depth: number): void {
    if (depth > deepestNesting) return;
    for (const node of nodes) {
      if (node.nodeName === '#text' && 'value' in node) this.writeText(node);
      else if ('tagName' in node) this.writeElement(node, kind, depth + 1);
    }
  }

  private writeText(node: Tree.TextNode): void {
    const location = node.sourceCodeLocation;
    if (location) this.pieces.push(...alignWithSource(node.value, this.source, location.startOffset, location.endOffset));
  }

  private writeElement(element: Element, kind: ParagraphKind, depth: number): void {
    const { tagName } = element;
    if (skipped.has(tagName)) return;
    if (this.visibility.isHidden(element)) return this.builder.leaveOut('hidden-text-removed', textOf(element));
    if (isFurniture(element)) return this.builder.leaveOut('web-furniture-removed', textOf(element));
    const level = /^h([1-6])$/.exec(tagName)?.[1];
    if (level !== undefined) return this.writeHeading(element, Number(level), depth);
    if (tagName === 'tr') return this.writeRow(element, depth);
    if (tagName === 'li') return this.writeBlock(element, 'list-item', depth);
    if (blocks.has(tagName)) return this.writeBlock(element, kind, depth);
    this.writeNodes(element.childNodes, kind, depth);
  }

  private writeBlock(element: Element, kind: ParagraphKind, depth: number): void {
    this.flush(kind);
    this.writeNodes(element.childNodes, kind, depth);
    this.flush(kind);
  }

  private writeHeading(element: Element, level: number, depth: number): void {
    this.flush('body');
    this.writeNodes(element.childNodes, 'heading', depth);
    this.flush('heading', level);
  }

  /** A row is one paragraph; line breaks inside a cell are only spaces there. */
  private writeRow(row: Element, depth: number): void {
    this.flush('body');
    const cells = row.childNodes.filter((node): node is Element => 'tagName' in node && (node.tagName === 'td' || node.tagName === 'th'));
    if (cells.some((cell) => findElement(cell.childNodes, (inner) => inner.tagName === 'table') !== undefined)) {
      for (const cell of cells) this.writeBlock(cell, 'body', depth);
      return;
    }
    const joined = cells.flatMap((cell, index) => [...(index === 0 ? [] : [{ text: ' | ' }]), ...this.cellPieces(cell, depth)]);
    this.builder.add('table-row', joined);
  }

  private cellPieces(cell: Element, depth: number): readonly Piece[] {
    const cellWriter = new HtmlWriter(this.source, this.visibility, this.builder);
    cellWriter.writeInline(cell, depth);
    return trimPieces(collapseSpace(cellWriter.pieces));
  }

  private writeInline(element: Element, depth: number): void {
    if (depth > deepestNesting || skipped.has(element.tagName)) return;
    if (this.visibility.isHidden(element)) return this.builder.leaveOut('hidden-text-removed', textOf(element));
    for (const node of element.childNodes) {
      if (node.nodeName === '#text' && 'value' in node) this.writeText(node);
      else if ('tagName' in node) {
        if (blocks.has(node.tagName) || node.tagName === 'li') this.pieces.push({ text: ' ' });
        this.writeInline(node, depth + 1);
      }
    }
  }

  private flush(kind: ParagraphKind, level?: number): void {
    this.builder.add(kind, trimPieces(collapseSpace(this.pieces)), { level });
    this.pieces = [];
  }
}

const blank = '[ \\t\\r\\n\\f\\u00a0\\u3000]';
const blanksAndWords = new RegExp(`${blank}+|${blank.replace('[', '[^')}+`, 'g');

/** Runs of blanks show as one space; a line break of the source between Chinese characters is none. */
function collapseSpace(pieces: readonly Piece[]): Piece[] {
  const parts = pieces.flatMap((piece) =>
    [...piece.text.matchAll(blanksAndWords)].map((match) => ({ piece, text: match[0], at: match.index })),
  );
  return parts.flatMap(({ piece, text, at }, index) => {
    if (text.trim() !== '') return [slicePiece(piece, at, text, text.length)];
    const before = parts[index - 1]?.text ?? '';
    const after = parts[index + 1]?.text ?? '';
    const isNoSpace = before.trim() === '' || (text.includes('\n') && chineseEnd.test(before) && chineseStart.test(after));
    return isNoSpace ? [] : [slicePiece(piece, at, ' ', text.length)];
  });
}

const chineseEnd = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]$/u;
const chineseStart = /^[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u;

function slicePiece(piece: Piece, from: number, text: string, sourceLength: number): Piece {
  const { origin } = piece;
  if (origin === undefined || origin.kind !== 'text') return { text };
  return origin.length === piece.text.length ? textPiece(text, origin.at + from, sourceLength) : { text, origin };
}

function trimPieces(pieces: readonly Piece[]): readonly Piece[] {
  const start = pieces[0]?.text === ' ' ? 1 : 0;
  const end = pieces.at(-1)?.text === ' ' ? pieces.length - 1 : pieces.length;
  return pieces.slice(start, Math.max(start, end));
}

function isFurniture(element: Element): boolean {
  if (furnitureTags.has(element.tagName)) return true;
  const names = [attribute(element, 'id'), ...attribute(element, 'class').split(/\s+/), attribute(element, 'role')];
  return blocks.has(element.tagName) && names.some((name) => furnitureNames.test(name));
}

function attribute(element: Element, name: string): string {
  return element.attrs.find((candidate) => candidate.name === name)?.value ?? '';
}

/** Without recursion: a page may nest deeper than the stack is high. */
function textOf(root: Node): string {
  const texts: string[] = [];
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if ('value' in node) texts.push(node.value);
    else if ('childNodes' in node && !('tagName' in node && skipped.has(node.tagName))) waiting.push(...node.childNodes.toReversed());
  }
  return texts.join(' ');
}

function findElement(nodes: readonly Node[], test: (element: Element) => boolean): Element | undefined {
  const waiting = [...nodes].reverse();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (!('tagName' in node)) continue;
    if (test(node)) return node;
    waiting.push(...node.childNodes.toReversed());
  }
  return undefined;
}

function styleSheets(nodes: readonly Node[]): string[] {
  const sheets: string[] = [];
  findElement(nodes, (element) => {
    if (element.tagName === 'style') sheets.push(element.childNodes.map((node) => ('value' in node ? node.value : '')).join(''));
    return false;
  });
  return sheets;
}

function metaTags(nodes: readonly Node[]): Map<string, string> {
  const metas = new Map<string, string>();
  findElement(nodes, (element) => {
    if (element.tagName === 'meta') metas.set(attribute(element, 'name').toLowerCase(), attribute(element, 'content').trim());
    return false;
  });
  return metas;
}

/** The names are those of the guideline for government web pages; number and day of a document stand in a table above its text. */
function factsOf(metas: ReadonlyMap<string, string>, text: string): DocumentFacts {
  const written = new RegExp(`成\\s*文\\s*日\\s*期[:：\\s]*(?:${writtenDay}|(\\d{4}-\\d{2}-\\d{2}))`).exec(text);
  const writtenOn = written?.[4] ?? isoDay(written?.slice(1, 4) ?? []);
  const publishedOn = writtenOn ?? /^\d{4}-\d{2}-\d{2}/.exec(metas.get('pubdate') ?? '')?.[0];
  const issuer = metas.get('contentsource');
  const documentNumber = findDocumentNumber(numberField(text));
  return { ...(documentNumber && { documentNumber }), ...(publishedOn && { publishedOn }), ...(issuer && { issuer }) };
}

function elementsOf(metas: ReadonlyMap<string, string>, text: string): DocumentElement[] {
  const pubDate = metas.get('pubdate');
  const docNo = serialNumber([/^\S*/.exec(numberField(text))?.[0] ?? '']);
  return [
    ...(docNo ? [{ name: 'docNo', value: docNo, span: null, confidence: 1 } as const] : []),
    ...(pubDate ? [{ name: 'pubDate', value: pubDate, span: null, confidence: 1 } as const] : []),
  ];
}

function numberField(text: string): string {
  return /发\s*文\s*字\s*号[:：\s]*(.{0,40})/.exec(text)?.[1] ?? '';
}
