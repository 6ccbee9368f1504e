// OFD (GB/T 33190): pages of text objects and pictures at coordinates in millimetres. Objects are stored in any order, so lines are read from
// their places.
import { unzippedName } from './ofd-paths.ts';
import type { ParseResult } from '../draft.ts';
import type { FileFlag, PageShape } from '../reading.ts';
import { numbersIn, ofdEvents, ofdTexts } from './ofd-events.ts';
import { type OfdText, readOfdPage } from './ofd-page.ts';
import { isRelationsPart, packageFlags } from './package-flags.ts';
import { PictureFiles, recogniseOfdPage } from './ofd-scan.ts';
import type { ParseOptions } from '../parse-options.ts';
import { draftOfPages, flagOfProblem, readingOfPage, textLayerProblem } from './page-draft.ts';
import { linesOfPage, type PageItem, type PageLine, rowsOf } from './pdf-lines.ts';
import { xmlAttribute } from './xml-events.ts';
import { readZipParts } from './zip-parts.ts';

const mostPages = 5_000;
const pointsPerMillimetre = 72 / 25.4;

/** With `recognition`, pages without text are read from their pictures. */
export async function parseOfd(bytes: Uint8Array, { recognition, onPage }: ParseOptions): Promise<ParseResult> {
  const unpacked = readZipParts(bytes, (name) => name.endsWith('.xml') || isRelationsPart(name));
  if (unpacked.kind === 'rejected') return unpacked;
  const { parts } = unpacked;
  // The first document of the file: others are older versions of it.
  const entry = parts.get('OFD.xml') ?? '';
  const [root = 'Doc_0/Document.xml'] = ofdTexts(entry, 'DocRoot');
  const [title] = ofdTexts(entry, 'Title');
  const [author] = ofdTexts(entry, 'Author');
  const document = parts.get(unzippedName('OFD.xml', root));
  if (document === undefined) return { kind: 'rejected', reason: 'damaged' };
  const { pages, box } = readOutline(document);
  if (pages.length > mostPages) return { kind: 'rejected', reason: 'too-large' };
  const lines: PageLine[] = [];
  const shapes: PageShape[] = [];
  const hiddenTexts: string[] = [];
  const flags = new Set<FileFlag>(packageFlags(unpacked));
  const pictureFiles = new PictureFiles(bytes, parts, root, document);
  for (const [index, location] of pages.entries()) {
    const { texts, pictures, hidden, box: own } = readOfdPage(parts.get(unzippedName(root, location)) ?? '');
    const [, , width = 210, height = 297] = own ?? box;
    const isOnPage = (text: OfdText) =>
      text.x < width && text.x + text.width > 0 && text.baseline > 0 && text.baseline - text.size < height;
    const shape = { width: width * pointsPerMillimetre, height: height * pointsPerMillimetre };
    const written = linesOfPage(rowsOf(texts.filter(isOnPage).map(itemOf)).flat(), index + 1);
    const lacking = pictures.length > 0 ? textLayerProblem(written, 1) : undefined;
    const scan = { pictures, files: pictureFiles, width, height };
    const recognised = lacking && recognition ? await recogniseOfdPage(recognition, scan, index + 1) : undefined;
    const page = readingOfPage({ lines: written, shape }, lacking, recognised);
    if (lacking !== undefined && (recognition === undefined || page === recognised)) flags.add(flagOfProblem[lacking]);
    if (page === recognised) flags.add('ocr');
    shapes.push(page.shape);
    lines.push(...page.lines);
    hiddenTexts.push(...hidden, ...texts.flatMap((text) => (isOnPage(text) ? [] : [text.text])));
    onPage?.(index + 1, pages.length);
  }
  const problem = flags.has('ocr') ? undefined : textLayerProblem(lines, shapes.length);
  if (problem !== undefined) return { kind: 'rejected', reason: problem };
  const draft = draftOfPages(lines, { pages: shapes, hiddenTexts, flags: [...flags], title });
  const elements = author ? [{ name: 'author', value: author, span: null, confidence: 1 } as const] : [];
  return { kind: 'parsed', draft: { ...draft, elements } };
}

function readOutline(xml: string): { readonly pages: readonly string[]; readonly box: readonly number[] } {
  const pages: string[] = [];
  for (const event of ofdEvents(xml))
    if (event.kind === 'open' && event.name === 'Page') pages.push(xmlAttribute(event.attributes, 'BaseLoc') ?? '');
  return { pages, box: numbersIn(ofdTexts(xml, 'PhysicalBox')[0] ?? '') };
}

function itemOf({ text, x, baseline, width, size }: OfdText): PageItem {
  const scale = pointsPerMillimetre;
  // Letters rise by about 0.85 of their height above the base line.
  return { text, x: x * scale, y: (baseline - size * 0.85) * scale, width: width * scale, height: size * scale };
}
