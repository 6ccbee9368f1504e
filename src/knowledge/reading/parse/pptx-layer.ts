// What is painted on a slide, its layout or its master, in the order in which it is painted: so that it can be told which text nobody
// sees. What a file does not tell plainly is `unknown`, and text that stands on it counts as seen.
import type { Ground } from './run-look.ts';
import { attributeOf, below, type XmlElement } from './xml-tree.ts';

/** In EMU, from the upper left corner of the slide. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Shape {
  readonly element: XmlElement;
  readonly isHidden: boolean;
  /** Undefined where its layout or its group tells it. */
  readonly box: Box | undefined;
  /** What fills it; undefined: one looks through it. */
  readonly fill: Ground;
}

export interface Layer {
  /** Undefined: that of the layer behind it. */
  readonly ground: Ground;
  readonly shapes: readonly Shape[];
}

const shapeNames = new Set(['p:sp', 'p:pic', 'p:graphicFrame', 'p:cxnSp']);
const fillNames = new Set(['a:solidFill', 'a:gradFill', 'a:blipFill', 'a:pattFill', 'a:grpFill']);

export function layerOf(part: XmlElement | undefined, slide: Box): Layer {
  const content = below(part, 'p:cSld');
  const shapes: Shape[] = [];
  collect(below(content, 'p:spTree'), { isHidden: false, isGrouped: false }, slide, shapes);
  const background = below(content, 'p:bg');
  const ground = background && (fillOf(below(background, 'p:bgPr')) ?? (below(background, 'p:bgRef') ? 'unknown' : undefined));
  // What refers to the first ground of the theme is left to the theme.
  return { ground: attributeOf(below(background, 'p:bgRef', 'a:schemeClr'), 'val') === 'bg1' ? undefined : ground, shapes };
}

interface Around {
  readonly isHidden: boolean;
  readonly isGrouped: boolean;
}

function collect(parent: XmlElement | undefined, around: Around, slide: Box, shapes: Shape[]): void {
  for (const element of parent?.children ?? []) {
    // Of the ways to say one thing the first is shown.
    if (element.name === 'mc:AlternateContent') collect(below(element, 'mc:Choice'), around, slide, shapes);
    const isGroup = element.name === 'p:grpSp';
    if (!isGroup && !shapeNames.has(element.name)) continue;
    const properties = below(element, isGroup ? 'p:grpSpPr' : 'p:spPr');
    const box = around.isGrouped ? undefined : boxOf(below(properties, 'a:xfrm') ?? below(element, 'p:xfrm'));
    const isHidden = around.isHidden || isMarkedHidden(element) || (box !== undefined && !meet(box, slide));
    if (isGroup) collect(element, { isHidden, isGrouped: true }, slide, shapes);
    else shapes.push({ element, isHidden, box, fill: element.name === 'p:sp' ? shapeFill(element) : 'unknown' });
  }
}

function isMarkedHidden(element: XmlElement): boolean {
  const about = element.children.find(({ name }) => /^p:nv\w+Pr$/.test(name));
  return /^(?:1|true)$/.test(attributeOf(below(about, 'p:cNvPr'), 'hidden') ?? '');
}

function boxOf(placed: XmlElement | undefined): Box | undefined {
  const [at, size] = [below(placed, 'a:off'), below(placed, 'a:ext')];
  const [left, top, width, height] = [attributeOf(at, 'x'), attributeOf(at, 'y'), attributeOf(size, 'cx'), attributeOf(size, 'cy')].map(
    Number,
  );
  if (left === undefined || top === undefined || width === undefined || height === undefined) return undefined;
  return [left, top, width, height].some(Number.isNaN) ? undefined : { left, top, right: left + width, bottom: top + height };
}

export function meet(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

function shapeFill(shape: XmlElement): Ground {
  const properties = below(shape, 'p:spPr');
  if (below(properties, 'a:noFill')) return undefined;
  const byStyle = attributeOf(below(shape, 'p:style', 'a:fillRef'), 'idx') ?? '0';
  return fillOf(properties) ?? (byStyle === '0' ? undefined : 'unknown');
}

function fillOf(properties: XmlElement | undefined): Ground {
  const fill = properties?.children.find(({ name }) => fillNames.has(name));
  return fill && (fill.name === 'a:solidFill' ? (colourIn(fill) ?? 'unknown') : 'unknown');
}

/** Of an `a:solidFill`; undefined: by the theme, or changed by something. */
export function colourIn(fill: XmlElement | undefined): string | undefined {
  const colour = below(fill, 'a:srgbClr');
  const value = attributeOf(colour, 'val') ?? '';
  return /^[\da-f]{6}$/i.test(value) && colour?.children.length === 0 ? value.toLowerCase() : undefined;
}
