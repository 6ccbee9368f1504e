// OFD (GB/T 33190): pages of text objects and pictures at coordinates in millimetres. Objects are stored in any order, so lines are read from
// their places.
import { unzippedName } from './ofd-paths.ts';
import type { ParseResult } from '../draft.ts';
import type { FileFlag, PageShape } from '../reading.ts';
import { localName, type OfdText, readOfdPage } from './ofd-page.ts';
import { isRelationsPart, packageFlags } from './package-flags.ts';
import { pictureFiles, recogniseOfdPage } from './ofd-scan.ts';
import type { ParseOptions } from '../parse-options.ts';
import { draftOfPages, flagOfProblem, readingOfPage, textLayerProblem } from './page-draft.ts';
import { linesOfPage, type PageItem, type PageLine, rowsOf } from './pdf-lines.ts';
import { xmlAttribute, xmlEvents } from './xml-events.ts';
import { readZipParts } from './zip-parts.ts';

const mostPages = 5_000;
const pointsPerMillimetre = 72 / 25.4;

/** With `recognition`, pages without text are read from their pictures. */
export async function parseOfd(bytes: Uint8Array, { recognition, onPage }: ParseOptions): Promise<ParseResult> {
  const unpacked = readZipParts(bytes, (name) => name.endsWith('.xml') || isRelationsPart(name));
  if (unpacked.kind === 'rejected') return unpacked;
  const { parts } = unpacked;
  const { root, title } = readEntry(parts.get('OFD.xml') ?? '');
  const document = parts.get(unzippedName('OFD.xml', root));
  if (document === undefined) return { kind: 'rejected', reason: 'damaged' };
  const { pages, box } = readOutline(document);
  if (pages.length > mostPages) return { kind: 'rejected', reason: 'too-large' };
  const lines: PageLine[] = [];
  const shapes: PageShape[] = [];
  const hiddenTexts: string[] = [];
  const flags = new Set<FileFlag>(packageFlags(unpacked));
  const files = pictureFiles(parts, root, document);
  for (const [index, location] of pages.entries()) {
    const { texts, pictures, hidden, box: own } = readOfdPage(parts.get(unzippedName(root, location)) ?? '');
    const [, , width = 210, height = 297] = own ?? box;
    const shape = { width: width * pointsPerMillimetre, height: height * pointsPerMillimetre };
    const written = linesOfPage(rowsOf(texts.map(itemOf)).flat(), index + 1);
    const lacking = pictures.length > 0 ? textLayerProblem(written, 1) : undefined;
    const scan = { pictures, files, width, height };
    const recognised = lacking && recognition ? await recogniseOfdPage(recognition, bytes, scan, index + 1) : undefined;
    const page = readingOfPage({ lines: written, shape }, lacking, recognised);
    if (lacking !== undefined && (recognition === undefined || page === recognised)) flags.add(flagOfProblem[lacking]);
    if (page === recognised) flags.add('ocr');
    shapes.push(page.shape);
    lines.push(...page.lines);
    hiddenTexts.push(...hidden);
    onPage?.(index + 1, pages.length);
  }
  const problem = flags.has('ocr') ? undefined : textLayerProblem(lines, shapes.length);
  if (problem !== undefined) return { kind: 'rejected', reason: problem };
  return { kind: 'parsed', draft: draftOfPages(lines, { pages: shapes, hiddenTexts, flags: [...flags], title }) };
}

/** The first document of the file: others are older versions of it. */
function readEntry(xml: string): { readonly root: string; readonly title: string | undefined } {
  const texts = new Map<string, string>();
  let name = '';
  for (const event of xmlEvents(xml)) {
    if (event.kind === 'open') name = localName(event.name);
    else if (event.kind === 'close') name = '';
    else if ((name === 'DocRoot' || name === 'Title') && !texts.has(name)) texts.set(name, event.text.trim());
  }
  return { root: texts.get('DocRoot') ?? 'Doc_0/Document.xml', title: texts.get('Title') };
}

function readOutline(xml: string): { readonly pages: readonly string[]; readonly box: readonly number[] } {
  const pages: string[] = [];
  let box: readonly number[] = [];
  let name = '';
  for (const event of xmlEvents(xml)) {
    if (event.kind === 'text') {
      if (name === 'PhysicalBox' && box.length === 0) box = event.text.trim().split(/\s+/).map(Number);
      continue;
    }
    name = event.kind === 'open' ? localName(event.name) : '';
    if (event.kind === 'open' && name === 'Page') pages.push(xmlAttribute(event.attributes, 'BaseLoc') ?? '');
  }
  return { pages, box };
}

function itemOf({ text, x, baseline, width, size }: OfdText): PageItem {
  const scale = pointsPerMillimetre;
  // Letters rise by about 0.85 of their height above the base line.
  return { text, x: x * scale, y: (baseline - size * 0.85) * scale, width: width * scale, height: size * scale };
}
