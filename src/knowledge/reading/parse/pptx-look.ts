// Which text of a slide nobody sees: in hidden shapes, beside the slide, in type too small, and in the colour of what it stands on.
import { posix } from 'node:path';
import { type Box, colourIn, type Layer, layerOf, meet, type Shape } from './pptx-layer.ts';
import { type Ground, isUnreadable, plainRun } from './run-look.ts';
import { relationTargets } from './xlsx-workbook.ts';
import { attributeOf, below, type XmlElement, xmlTree } from './xml-tree.ts';

/** What lies behind a slide. */
export interface Backdrop {
  /** From the back. */
  readonly layers: readonly Layer[];
  /** The first ground of the theme. */
  readonly paper: Ground;
}

type Parts = ReadonlyMap<string, string>;

export function slideBox(presentation: XmlElement): Box {
  const size = below(presentation, 'p:sldSz');
  return { left: 0, top: 0, right: Number(attributeOf(size, 'cx') ?? 12_192_000), bottom: Number(attributeOf(size, 'cy') ?? 6_858_000) };
}

/** Tells what lies behind the slide in a part; slides of one layout have one. */
export function backdropsOf(parts: Parts, box: Box): (part: string) => Backdrop {
  const known = new Map<string, Backdrop>();
  return (part) => {
    const layout = related(parts, part, 'slideLayout') ?? '';
    const backdrop = known.get(layout) ?? backdropOf(parts, layout, box);
    known.set(layout, backdrop);
    return backdrop;
  };
}

function backdropOf(parts: Parts, layout: string, box: Box): Backdrop {
  const master = related(parts, layout, 'slideMaster') ?? '';
  const [masterTree, layoutTree] = [master, layout].map((name) => xmlTree(parts.get(name) ?? ''));
  return {
    layers: [layerOf(masterTree, box), layerOf(layoutTree, box)],
    paper: attributeOf(below(masterTree, 'p:clrMap'), 'bg1') === 'lt1' ? lightOf(parts, master) : 'unknown',
  };
}

function related(parts: Parts, part: string, kind: string): string | undefined {
  const relations = parts.get(`${posix.dirname(part)}/_rels/${posix.basename(part)}.rels`) ?? '';
  return [...relationTargets(relations, posix.dirname(part)).values()]
    .map((path) => posix.normalize(path))
    .find((path) => path.includes(`/${kind}`));
}

function lightOf(parts: Parts, master: string): Ground {
  const theme = xmlTree(parts.get(related(parts, master, 'theme') ?? '') ?? '');
  const light = below(theme, 'a:themeElements', 'a:clrScheme', 'a:lt1');
  return (attributeOf(below(light, 'a:sysClr'), 'lastClr') ?? attributeOf(below(light, 'a:srgbClr'), 'val') ?? 'unknown').toLowerCase();
}

/** What the letters of a shape stand on: what fills it, or the ground of the slide where nothing else is painted there. */
export function groundOf(shape: Shape, slide: Layer, { layers, paper }: Backdrop): Ground {
  if (shape.element.name === 'p:graphicFrame') return 'unknown';
  if (shape.fill !== undefined) return shape.fill;
  const painted = [...layers.flatMap(({ shapes }) => shapes), ...slide.shapes.slice(0, slide.shapes.indexOf(shape))];
  const isCovered = painted.some(({ fill, box }) => fill !== undefined && (!box || !shape.box || meet(box, shape.box)));
  return isCovered ? 'unknown' : (slide.ground ?? layers.findLast(({ ground }) => ground !== undefined)?.ground ?? paper);
}

/** Whether nobody can read a run on this ground. */
export function isRunUnseen(run: XmlElement, ground: Ground): boolean {
  const properties = below(run, 'a:rPr');
  const size = attributeOf(properties, 'sz');
  const look = { ...plainRun(), colour: colourIn(below(properties, 'a:solidFill')) };
  if (size !== undefined) look.halfPoints = Number(size) / 50;
  return isUnreadable(look, { ground: below(properties, 'a:highlight') ? 'unknown' : ground }, false);
}
