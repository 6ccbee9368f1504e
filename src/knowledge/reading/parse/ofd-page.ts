// The objects of one page of an OFD file, text and pictures, in millimetres from the top left corner.
import { hex, isAlike } from './colours.ts';
import { numbersIn, ofdEvents } from './ofd-events.ts';
import { xmlAttribute } from './xml-events.ts';

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
  isWhite: boolean;
}

export function readOfdPage(xml: string): OfdPage {
  const texts: OfdText[] = [];
  const hidden: string[] = [];
  const pictures: OfdPicture[] = [];
  /** What is painted below the texts that follow. */
  const grounds: (readonly number[])[] = [];
  let box: readonly number[] | undefined;
  let object: TextObject | undefined;
  let code: { readonly attributes: string; text: string } | undefined;
  for (const event of ofdEvents(xml)) {
    if (event.kind === 'text') {
      if (code) code.text += event.text;
      else if (event.name === 'PhysicalBox') box ??= numbersIn(event.text);
    } else if (event.kind === 'open') {
      if (event.name === 'TextObject') object = textObject(event.attributes);
      else if (event.name === 'ImageObject') pictures.push(...pictureOf(event.attributes));
      else if (event.name === 'PathObject' && xmlAttribute(event.attributes, 'Fill') === 'true')
        grounds.push(numbersIn(xmlAttribute(event.attributes, 'Boundary') ?? ''));
      else if (event.name === 'FillColor' && object) readColour(object, event.attributes);
      else if (event.name === 'TextCode' && object) code = { attributes: event.attributes, text: '' };
    } else if (event.name === 'TextCode' && object && code) {
      const placed = placeOf(object, code.attributes, code.text.replace(/[\r\n]+/g, '').trim());
      const isOnGround = [...grounds, ...pictures.map((picture) => picture.box)].some((ground) => isOn(ground, placed));
      if (placed.text !== '' && (object.isHidden || object.size < smallestSize || (object.isWhite && !isOnGround)))
        hidden.push(placed.text);
      else if (placed.text !== '') texts.push(placed);
      code = undefined;
    } else if (event.name === 'TextObject') object = undefined;
  }
  return { texts, pictures, hidden, box };
}

function isOn([left = 0, top = 0, width = 0, height = 0]: readonly number[], text: OfdText): boolean {
  const [x, y] = [text.x + text.width / 2, text.baseline - text.size / 2];
  return x >= left && x <= left + width && y >= top && y <= top + height;
}

function textObject(attributes: string): TextObject {
  const matrix = numbersIn(xmlAttribute(attributes, 'CTM') ?? '');
  const [, , , scale = 1] = matrix;
  return {
    boundary: numbersIn(xmlAttribute(attributes, 'Boundary') ?? ''),
    size: Number(xmlAttribute(attributes, 'Size') ?? 0) * Math.abs(scale || 1),
    matrix: matrix.length === 6 ? matrix : [1, 0, 0, 1, 0, 0],
    isWhite: false,
    isHidden: xmlAttribute(attributes, 'Visible') === 'false' || xmlAttribute(attributes, 'Alpha') === '0',
  };
}

function pictureOf(attributes: string): OfdPicture[] {
  const box = numbersIn(xmlAttribute(attributes, 'Boundary') ?? '');
  const isShown = xmlAttribute(attributes, 'Visible') !== 'false' && xmlAttribute(attributes, 'Alpha') !== '0';
  return isShown && box.length === 4 ? [{ resource: xmlAttribute(attributes, 'ResourceID') ?? '', box }] : [];
}

/** White letters are read only on a ground; such that let everything through, nowhere. */
function readColour(object: TextObject, attributes: string): void {
  const parts = numbersIn(xmlAttribute(attributes, 'Value') ?? '');
  if (parts.length === 3 && parts.every((value) => value >= 0 && value <= 255)) object.isWhite = isAlike(hex(parts), 'ffffff');
  if (xmlAttribute(attributes, 'Alpha') === '0') object.isHidden = true;
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
