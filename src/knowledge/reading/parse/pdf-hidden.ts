// Text of a PDF page that nobody can see: drawn invisibly, in the colour of what it stands on, below two points, cut away, painted over,
// or outside the page. What the page paints tells how text is drawn; its items, which come from another pass, tell where and what.
import type { PDFPageProxy } from 'pdfjs-dist';
import type { PageShape } from '../reading.ts';
import { isAlike } from './colours.ts';
import type { PageItem } from './pdf-lines.ts';
import { holds } from './pdf-matrix.ts';
import { type PaintedArea, type PaintedText, paintingOf } from './pdf-painting.ts';

const smallestPoints = 2;

export async function partHiddenItems(
  page: PDFPageProxy,
  items: readonly PageItem[],
  shape: PageShape,
): Promise<{ shown: PageItem[]; hidden: PageItem[] }> {
  const isAway = (item: PageItem) =>
    item.height < smallestPoints || item.x > shape.width || item.y > shape.height || item.x + item.width < 0 || item.y + item.height < 0;
  // Without text there is nothing to hide, and the operators of a scanned page bring its pictures with them.
  const unseen = items.length === 0 ? [] : unseenTexts(await paintingOf(page));
  const shown: PageItem[] = [];
  const hidden: PageItem[] = [];
  for (const item of items) {
    const rest = isAway(item) ? '' : withoutUnseen(item, unseen);
    if (rest === item.text) shown.push(item);
    else {
      hidden.push(item);
      if (rest.trim() !== '') shown.push({ ...item, text: rest });
    }
  }
  return { shown, hidden };
}

/** What is left of an item: one of them may hold the texts of several runs. */
function withoutUnseen(item: PageItem, unseen: readonly PaintedText[]): string {
  if (item.text.trim() === '') return item.text;
  const here = unseen.filter(({ box }) => isOnItem(box, item));
  const text = withoutSpace(item.text);
  if (withoutSpace(here.map((run) => run.text).join('')).includes(text)) return '';
  return here.reduce((rest, run) => (run.text.trim() === '' ? rest : rest.replace(run.text.trim(), '')), item.text);
}

function isOnItem(box: PaintedText['box'], item: PageItem): boolean {
  const down = Math.min(box.y + box.height, item.y + item.height) - Math.max(box.y, item.y);
  const across = Math.min(box.x + box.width, item.x + item.width) - Math.max(box.x, item.x);
  return down > Math.min(box.height, item.height) / 2 && across > Math.min(box.width, item.width) / 2;
}

/** A page of nothing but text drawn invisibly or below its picture is a scan with a recognised text, which is meant to be read. */
function unseenTexts(painted: readonly (PaintedText | PaintedArea)[]): PaintedText[] {
  const areas: { readonly order: number; readonly area: PaintedArea }[] = [];
  for (const [order, one] of painted.entries()) if (one.kind === 'area') areas.push({ order, area: one });
  const concealed: PaintedText[] = [];
  const ofScan: PaintedText[] = [];
  let seen = 0;
  for (const [order, one] of painted.entries()) {
    if (one.kind === 'area') continue;
    const how = concealment(one, order, areas);
    if (how === 'concealed') concealed.push(one);
    else if (how === 'of-scan') ofScan.push(one);
    else seen += one.text.length;
  }
  return seen > ofScan.reduce((sum, { text }) => sum + text.length, 0) ? [...concealed, ...ofScan] : concealed;
}

function concealment(
  text: PaintedText,
  order: number,
  areas: readonly { readonly order: number; readonly area: PaintedArea }[],
): 'seen' | 'concealed' | 'of-scan' {
  if (text.isInvisible) return 'of-scan';
  const { box, clip, colour } = text;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  if (!holds(clip, x, y)) return 'concealed';
  const at = areas.filter(({ area }) => holds(area.box, x, y));
  const above = at.find((one) => one.order > order && one.area.isOpaque);
  if (above) return above.area.isPicture ? 'of-scan' : 'concealed';
  const behind = at.findLast((one) => one.order < order);
  const ground = behind === undefined ? paper : behind.area.colour;
  return colour !== undefined && ground !== undefined && isAlike(colour, ground) ? 'concealed' : 'seen';
}

const paper = 'ffffff';

function withoutSpace(text: string): string {
  return text.replace(/\s+/g, '');
}
