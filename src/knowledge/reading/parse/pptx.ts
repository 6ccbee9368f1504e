// PPTX: the slides in their order; titles are headings, speaker notes are not shown to an audience and stay out.
import type { ParseResult } from '../draft.ts';
import { FlowWriter } from './flow-writer.ts';
import { isRelationsPart, packageFlags } from './package-flags.ts';
import { xmlAttribute, xmlEvents } from './xml-events.ts';
import { relationTargets } from './xlsx-workbook.ts';
import { readZipParts } from './zip-parts.ts';

const mainPart = 'ppt/presentation.xml';
const wanted = /^ppt\/(?:presentation|slides\/[^/]+)\.xml$/;

export function parsePptx(bytes: Uint8Array): ParseResult {
  const unpacked = readZipParts(bytes, (name) => wanted.test(name) || isRelationsPart(name));
  if (unpacked.kind === 'rejected') return unpacked;
  const { parts } = unpacked;
  const main = parts.get(mainPart);
  if (main === undefined) return { kind: 'rejected', reason: 'damaged' };
  const writer = new FlowWriter();
  const targets = relationTargets(parts.get('ppt/_rels/presentation.xml.rels') ?? '', 'ppt');
  for (const event of xmlEvents(main)) {
    if (event.kind === 'open' && event.name === 'p:sldId')
      readSlide(parts.get(targets.get(xmlAttribute(event.attributes, 'r:id') ?? '') ?? '') ?? '', writer);
  }
  const builder = writer.finish();
  for (const flag of packageFlags(unpacked)) builder.flag(flag);
  return { kind: 'parsed', draft: builder.build() };
}

/** Numbers, dates and footers of slides are repeated on each. */
const furniture = new Set(['sldNum', 'dt', 'ftr']);

function readSlide(xml: string, writer: FlowWriter): void {
  let isHidden = false;
  let role = '';
  let isText = false;
  for (const event of xmlEvents(xml)) {
    if (event.kind === 'text') {
      if (!isText) continue;
      if (isHidden) writer.builder.leaveOut('hidden-text-removed', event.text);
      else if (furniture.has(role)) writer.builder.leaveOut('page-furniture-removed', event.text);
      else writer.write(event.text);
    } else if (event.kind === 'open') {
      if (event.name === 'p:sld') isHidden = xmlAttribute(event.attributes, 'show') === '0';
      else if (event.name === 'p:sp') role = '';
      else if (event.name === 'p:ph') role = xmlAttribute(event.attributes, 'type') ?? 'body';
      else if (event.name === 'a:p') startParagraph(role, writer);
      else if (event.name === 'a:br') writer.breakLine();
      else if (event.name === 'a:tbl') writer.startTable();
      else if (event.name === 'a:tc') writer.startCell();
      isText = event.name === 'a:t';
    } else {
      isText = false;
      if (event.name === 'a:p') writer.endParagraph();
      else if (event.name === 'a:tr') writer.endRow();
      else if (event.name === 'a:tbl') writer.endTable();
    }
  }
}

function startParagraph(role: string, writer: FlowWriter): void {
  if (role === 'title' || role === 'ctrTitle') writer.startParagraph('heading', { level: role === 'title' ? 2 : 1 });
  else writer.startParagraph();
}
