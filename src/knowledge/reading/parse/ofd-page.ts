// The objects of one page of an OFD file, text and pictures, in millimetres from the top left corner.
import { xmlAttribute, xmlEvents } from './xml-events.ts';

export interface OfdText {
  readonly text: string;
  readonly x: number;
  readonly baseline: number;
  readonly width: number;
  readonly size: number;
}

export interface OfdPicture {
  /** Of the resource that holds its file. */
  readonly resource: string;
  /** Left, top, width, height. */
  readonly box: readonly number[];
}

export interface OfdPage {
  readonly texts: readonly OfdText[];
  readonly pictures: readonly OfdPicture[];
  /** What nobody who looks at the page can read. */
  readonly hidden: readonly string[];
  readonly box: readonly number[] | undefined;
}

/** Nobody reads type below two points. */
const smallestSize = 0.7;

interface TextObject {
  readonly boundary: readonly number[];
  readonly size: number;
  /** Of its own coordinates, as in PDF: a b c d e f. */
  readonly matrix: readonly number[];
  isHidden: boolean;
}

export function readOfdPage(xml: string): OfdPage {
  const texts: OfdText[] = [];
  const hidden: string[] = [];
  const pictures: OfdPicture[] = [];
  let box: readonly number[] | undefined;
  let object: TextObject | undefined;
  let code: { readonly attributes: string; text: string } | undefined;
  let name = '';
  for (const event of xmlEvents(xml)) {
    if (event.kind === 'text') {
      if (code) code.text += event.text;
      else if (name === 'PhysicalBox') box ??= numbersIn(event.text);
      continue;
    }
    const local = localName(event.name);
    name = event.kind === 'open' ? local : '';
    if (event.kind === 'open') {
      if (local === 'TextObject') object = textObject(event.attributes);
      else if (local === 'ImageObject') pictures.push(...pictureOf(event.attributes));
      else if (local === 'FillColor' && object && isInvisible(event.attributes)) object.isHidden = true;
      else if (local === 'TextCode' && object) code = { attributes: event.attributes, text: '' };
    } else if (local === 'TextCode' && object && code) {
      const placed = placeOf(object, code.attributes, code.text.replace(/[\r\n]+/g, '').trim());
      if (placed.text !== '' && (object.isHidden || object.size < smallestSize)) hidden.push(placed.text);
      else if (placed.text !== '') texts.push(placed);
      code = undefined;
    } else if (local === 'TextObject') object = undefined;
  }
  return { texts, pictures, hidden, box };
}

/** Files name the namespace as they like. */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function textObject(attributes: string): TextObject {
  const matrix = numbersIn(xmlAttribute(attributes, 'CTM') ?? '');
  const [, , , scale = 1] = matrix;
  return {
    boundary: numbersIn(xmlAttribute(attributes, 'Boundary') ?? ''),
    size: Number(xmlAttribute(attributes, 'Size') ?? 0) * Math.abs(scale || 1),
    matrix: matrix.length === 6 ? matrix : [1, 0, 0, 1, 0, 0],
    isHidden: xmlAttribute(attributes, 'Visible') === 'false' || xmlAttribute(attributes, 'Alpha') === '0',
  };
}

function pictureOf(attributes: string): OfdPicture[] {
  const box = numbersIn(xmlAttribute(attributes, 'Boundary') ?? '');
  const isShown = xmlAttribute(attributes, 'Visible') !== 'false' && xmlAttribute(attributes, 'Alpha') !== '0';
  return isShown && box.length === 4 ? [{ resource: xmlAttribute(attributes, 'ResourceID') ?? '', box }] : [];
}

/** White letters, and such that let everything through. */
function isInvisible(attributes: string): boolean {
  return /^\s*255\s+255\s+255\s*$/.test(xmlAttribute(attributes, 'Value') ?? '') || xmlAttribute(attributes, 'Alpha') === '0';
}

function placeOf({ boundary, size, matrix }: TextObject, attributes: string, text: string): OfdText {
  const [left = 0, top = 0] = boundary;
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = matrix;
  const [x, y] = [Number(xmlAttribute(attributes, 'X') ?? 0), Number(xmlAttribute(attributes, 'Y') ?? 0)];
  const advance = advances(xmlAttribute(attributes, 'DeltaX') ?? '');
  const width = advance === 0 ? size * text.length : advance * Math.abs(a || 1) + size;
  return { text, x: left + a * x + c * y + e, baseline: top + b * x + d * y + f, width, size };
}

/** `g 5 3.2` stands for five times 3.2. */
function advances(deltas: string): number {
  const items = deltas.trim().split(/\s+/);
  let sum = 0;
  for (let at = 0; at < items.length; at += 1) {
    if (items[at] === 'g') {
      sum += Number(items[at + 1] ?? 0) * Number(items[at + 2] ?? 0);
      at += 2;
    } else sum += Number(items[at] || 0);
  }
  return Number.isFinite(sum) ? sum : 0;
}

function numbersIn(text: string): number[] {
  const trimmed = text.trim();
  return trimmed === '' ? [] : trimmed.split(/\s+/).map(Number);
}
