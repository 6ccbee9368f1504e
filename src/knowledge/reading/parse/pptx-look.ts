// Which text of a slide nobody sees: in hidden shapes, beside the slide, in type too small, and in the colour of what it stands on.
import { posix } from 'node:path';
import { type Box, colourIn, type Layer, layerOf, meet, type Shape } from './pptx-layer.ts';
import { type Ground, isUnreadable, plainRun } from './run-look.ts';
import { relationTargets } from './xlsx-workbook.ts';
import { attributeOf, below, type XmlElement, xmlTree } from './xml-tree.ts';

/** A slide with what lies behind it. */
export interface Stage {
  readonly slide: Layer;
  /** From the back. */
  readonly behind: readonly Layer[];
  /** The first ground of the theme. */
  readonly paper: Ground;
}

type Parts = ReadonlyMap<string, string>;

export function slideBox(presentation: XmlElement): Box {
  const size = below(presentation, 'p:sldSz');
  return { left: 0, top: 0, right: Number(attributeOf(size, 'cx') ?? 12_192_000), bottom: Number(attributeOf(size, 'cy') ?? 6_858_000) };
}

export function stageOf(parts: Parts, part: string, slide: XmlElement | undefined, box: Box): Stage {
  const layout = related(parts, part, 'slideLayout');
  const master = layout && related(parts, layout, 'slideMaster');
  const [masterTree, layoutTree] = [master, layout].map((name) => xmlTree(parts.get(name ?? '') ?? ''));
  return {
    slide: layerOf(slide, box),
    behind: [layerOf(masterTree, box), layerOf(layoutTree, box)],
    paper: attributeOf(below(masterTree, 'p:clrMap'), 'bg1') === 'lt1' ? lightOf(parts, master ?? '') : 'unknown',
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
export function groundOf(shape: Shape, { slide, behind, paper }: Stage): Ground {
  if (shape.element.name === 'p:graphicFrame') return 'unknown';
  if (shape.fill !== undefined) return shape.fill;
  const painted = [...behind.flatMap(({ shapes }) => shapes), ...slide.shapes.slice(0, slide.shapes.indexOf(shape))];
  const isCovered = painted.some(({ fill, box }) => fill !== undefined && (!box || !shape.box || meet(box, shape.box)));
  return isCovered ? 'unknown' : (slide.ground ?? behind.findLast(({ ground }) => ground !== undefined)?.ground ?? paper);
}

/** Whether nobody can read a run on this ground. */
export function isRunUnseen(run: XmlElement, ground: Ground): boolean {
  const properties = below(run, 'a:rPr');
  const size = attributeOf(properties, 'sz');
  const look = { ...plainRun(), colour: colourIn(below(properties, 'a:solidFill')) };
  if (size !== undefined) look.halfPoints = Number(size) / 50;
  return isUnreadable(look, { ground: below(properties, 'a:highlight') ? 'unknown' : ground }, false);
}
