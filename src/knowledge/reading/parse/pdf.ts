// PDF with a text layer, through pdf.js: text items with boxes become lines, lines become paragraphs.
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import { z } from 'zod';
import type { ParseResult } from '../draft.ts';
import type { ParseOptions } from '../parse-options.ts';
import type { FileFlag, PageShape, RejectionReason } from '../reading.ts';
import { MalformedFile } from './malformed-file.ts';
import { draftOfPages, flagOfProblem, readingOfPage, textLayerProblem } from './page-draft.ts';
import { inspectPdf } from './pdf-inspection.ts';
import { isBlank, recognisePdfPage, showsPicture } from './pdf-picture.ts';
import { beginPdf } from './pdf-task.ts';
import { partHiddenItems } from './pdf-hidden.ts';
import { partWatermark } from './pdf-furniture.ts';
import { linesOfPage, type PageItem, type PageLine } from './pdf-lines.ts';
import { multiply } from './pdf-matrix.ts';

/** Whole collections of laws have some thousand pages. */
const mostPages = 5_000;

/** With `recognition`, pages without a usable text layer are read from their picture. */
export async function parsePdf(bytes: Uint8Array, options: ParseOptions): Promise<ParseResult> {
  const { isBomb, isActive } = inspectPdf(bytes);
  if (isBomb) return { kind: 'rejected', reason: 'decompression-bomb' };
  // Many files that carry a password open without one.
  const parsed = await open(bytes, { ...options, password: undefined });
  const opened =
    parsed.kind === 'rejected' && parsed.reason === 'encrypted' && options.password !== undefined ? await open(bytes, options) : parsed;
  if (opened.kind === 'rejected' || !isActive || opened.draft.flags.includes('active_content')) return opened;
  return { ...opened, draft: { ...opened.draft, flags: [...opened.draft.flags, 'active_content'] } };
}

async function open(bytes: Uint8Array, options: ParseOptions): Promise<ParseResult> {
  const { password } = options;
  const task = await beginPdf(bytes, password);
  try {
    const pdf = await task.promise;
    return pdf.numPages > mostPages ? { kind: 'rejected', reason: 'too-large' } : await readPages(pdf, options);
  } catch (error) {
    return { kind: 'rejected', reason: reasonOf(error, password !== undefined) };
  } finally {
    await task.destroy();
  }
}

/** pdf.js names its errors; whatever else breaks while reading comes from a broken file. */
function reasonOf(error: unknown, isPasswordGiven: boolean): RejectionReason {
  if (error instanceof MalformedFile) return error.reason;
  if (!(error instanceof Error) || error.name !== 'PasswordException') return 'damaged';
  return isPasswordGiven ? 'wrong-password' : 'encrypted';
}

async function readPages(pdf: PDFDocumentProxy, { recognition, onPage }: ParseOptions): Promise<ParseResult> {
  const shapes: PageShape[] = [];
  const lines: PageLine[] = [];
  const hiddenTexts: string[] = [];
  const watermarks: string[] = [];
  const flags = new Set<FileFlag>();
  const unread: number[] = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const viewport = page.getViewport({ scale: 1 });
    const shape = { width: viewport.width, height: viewport.height };
    const { shown, hidden } = await partHiddenItems(page, await pageItems(page, viewport.transform), shape);
    const { upright, watermark } = partWatermark(shown);
    const written = linesOfPage(upright, number);
    const problem = textLayerProblem(written, 1);
    const recognised = problem && recognition ? await recognisePdfPage(recognition, page, number) : undefined;
    const reading = readingOfPage({ lines: written, shape }, problem, recognised);
    if (problem !== undefined && reading === recognised) flags.add(flagOfProblem[problem]).add('ocr');
    else if (problem !== undefined) unread.push(number);
    shapes.push(reading.shape);
    lines.push(...reading.lines);
    hiddenTexts.push(...linesOfPage(hidden, number).map((line) => line.text));
    watermarks.push(...linesOfPage(watermark, number).map((line) => line.text));
    if (await hasNotes(page)) flags.add('comments');
    page.cleanup();
    onPage?.(number, pdf.numPages);
  }
  const problem = flags.has('ocr') ? undefined : textLayerProblem(lines, shapes.length);
  if (problem === undefined && recognition === undefined && (await showsPicture(pdf, unread))) flags.add('no_text_layer');
  return problem === undefined
    ? { kind: 'parsed', draft: draftOfPages(lines, { pages: shapes, hiddenTexts, watermarks, flags: [...flags, ...(await flagsOf(pdf))] }) }
    : { kind: 'rejected', reason: lines.length === 0 && (await isBlank(pdf)) ? 'empty' : problem };
}

const annotationSchema = z.looseObject({
  subtype: z.string().optional().catch(undefined),
  contentsObj: z.looseObject({ str: z.string() }).optional().catch(undefined),
});

/** What readers wrote on a page; its links and fields are its own. */
async function hasNotes(page: PDFPageProxy): Promise<boolean> {
  const annotations: readonly unknown[] = await page.getAnnotations();
  return annotations.some((annotation) => {
    const { subtype, contentsObj } = annotationSchema.parse(annotation);
    return subtype !== 'Link' && subtype !== 'Widget' && Boolean(contentsObj?.str);
  });
}

async function pageItems(page: PDFPageProxy, viewport: readonly number[]): Promise<PageItem[]> {
  const content = await page.getTextContent();
  return content.items.flatMap((item) => {
    if (!('str' in item) || item.str === '') return [];
    const placed = multiply(viewport, item.transform);
    const [, , , , x = 0, y = 0] = placed;
    const height = item.height || Math.hypot(Number(item.transform[2]), Number(item.transform[3]));
    // The transform gives the base line; letters rise by about 0.85 of their height above it.
    const [a = 1, b = 0] = placed;
    return [{ text: item.str, x, y: y - height * 0.85, width: item.width, height, isSlanted: isSlanted(a, b) }];
  });
}

/** Scans lie askew by a degree or two; watermarks rise by thirty and more. */
const leastSlant = 0.17;

/** Upright and lying text stand at right angles. */
function isSlanted(a: number, b: number): boolean {
  return Math.min(Math.abs(a), Math.abs(b)) > Math.hypot(a, b) * leastSlant;
}

/** In its own words whether text may be taken out of it; we read it for search, as every viewer does. */
const copyPermission = 0x10;

async function flagsOf(pdf: PDFDocumentProxy): Promise<FileFlag[]> {
  const permissions = await pdf.getPermissions();
  const scripts = await pdf.getJSActions();
  return [
    ...(permissions && !permissions.has(copyPermission) ? (['restricted'] as const) : []),
    ...(scripts ? (['active_content'] as const) : []),
  ];
}
