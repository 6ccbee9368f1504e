// PPTX: the slides in their order; titles are headings, speaker notes are not shown to an audience and stay out.
import type { ParseResult } from '../draft.ts';
import { FlowWriter } from './flow-writer.ts';
import { isRelationsPart, packageFlags } from './package-flags.ts';
import { layerOf, type Shape } from './pptx-layer.ts';
import { backdropsOf, groundOf, isRunUnseen, slideBox } from './pptx-look.ts';
import type { Ground } from './run-look.ts';
import { relationTargets } from './xlsx-workbook.ts';
import { attributeOf, below, type XmlElement, xmlTree } from './xml-tree.ts';
import { readZipParts } from './zip-parts.ts';

const mainPart = 'ppt/presentation.xml';
const wanted = /^ppt\/(?:presentation|(?:slides|slideLayouts|slideMasters|theme)\/[^/]+)\.xml$/;

export function parsePptx(bytes: Uint8Array): ParseResult {
  const unpacked = readZipParts(bytes, (name) => wanted.test(name) || isRelationsPart(name));
  if (unpacked.kind === 'rejected') return unpacked;
  const { parts } = unpacked;
  const main = xmlTree(parts.get(mainPart) ?? '');
  if (main === undefined) return { kind: 'rejected', reason: 'damaged' };
  const writer = new FlowWriter();
  const targets = relationTargets(parts.get('ppt/_rels/presentation.xml.rels') ?? '', 'ppt');
  const box = slideBox(main);
  const backdropBehind = backdropsOf(parts, box);
  for (const listed of below(main, 'p:sldIdLst')?.children ?? []) {
    const part = targets.get(attributeOf(listed, 'r:id') ?? '') ?? '';
    const slide = xmlTree(parts.get(part) ?? '');
    const layer = layerOf(slide, box);
    for (const shape of layer.shapes) {
      const ground = groundOf(shape, layer, backdropBehind(part));
      readShape(shape.element, { ...shown(shape, attributeOf(slide, 'show') === '0'), ground, writer });
    }
  }
  const builder = writer.finish();
  for (const flag of packageFlags(unpacked)) builder.flag(flag);
  return { kind: 'parsed', draft: builder.build() };
}

/** Numbers, dates and footers of slides are repeated on each. */
const furniture = new Set(['sldNum', 'dt', 'ftr']);

interface Reading {
  /** What its text is for the slide: `title`, `body`, `sldNum` ... */
  readonly role: string;
  readonly leftOutAs: 'hidden-text-removed' | 'page-furniture-removed' | undefined;
  readonly ground: Ground;
  readonly writer: FlowWriter;
}

function shown({ element, isHidden }: Shape, isSlideHidden: boolean): Pick<Reading, 'role' | 'leftOutAs'> {
  const place = below(element, 'p:nvSpPr', 'p:nvPr', 'p:ph');
  const role = place === undefined ? '' : (attributeOf(place, 'type') ?? 'body');
  const isFurniture = furniture.has(role) ? 'page-furniture-removed' : undefined;
  return { role, leftOutAs: isHidden || isSlideHidden ? 'hidden-text-removed' : isFurniture };
}

function readShape(element: XmlElement, reading: Reading): void {
  const { writer } = reading;
  for (const child of element.children) {
    if (child.name === 'a:p') readParagraph(child, reading);
    else if (child.name === 'a:tbl') {
      writer.startTable();
      readShape(child, reading);
      writer.endTable();
    } else if (child.name === 'a:tc') {
      writer.startCell();
      readShape(child, reading);
    } else {
      readShape(child, reading);
      if (child.name === 'a:tr') writer.endRow();
    }
  }
}

function readParagraph(paragraph: XmlElement, { role, leftOutAs, ground, writer }: Reading): void {
  if (role === 'title' || role === 'ctrTitle') writer.startParagraph('heading', { level: role === 'title' ? 2 : 1 });
  else writer.startParagraph();
  for (const run of paragraph.children) {
    if (run.name === 'a:br') writer.breakLine();
    const text = below(run, 'a:t')?.text ?? '';
    const reason = leftOutAs ?? (isRunUnseen(run, ground) ? 'hidden-text-removed' : undefined);
    if (reason === undefined) writer.write(text);
    else if (text !== '') writer.builder.leaveOut(reason, text);
  }
  writer.endParagraph();
}
