// What a PDF page paints, in the order in which it does: runs of text with how they are drawn, and the areas that lie behind or above them.
// Positions are those of the page, from its top left corner.
import type { PDFPageProxy } from 'pdfjs-dist';
import type { Box } from '../reading.ts';
import { boxOf, common, identity, type Matrix, multiply } from './pdf-matrix.ts';

export interface PaintedText {
  readonly kind: 'text';
  readonly text: string;
  /** From the base line up. */
  readonly box: Box;
  /** RRGGBB; undefined: a pattern. */
  readonly colour: string | undefined;
  readonly isInvisible: boolean;
  /** What it is cut to. */
  readonly clip: Box;
}

export interface PaintedArea {
  readonly kind: 'area';
  readonly box: Box;
  /** RRGGBB; undefined: a picture, a pattern or a shade. */
  readonly colour: string | undefined;
  readonly isPicture: boolean;
  /** Nothing below it shines through. */
  readonly isOpaque: boolean;
}

interface State {
  matrix: Matrix;
  clip: Box;
  colour: string | undefined;
  alpha: number;
  /** Of the groups around it. */
  groupAlpha: number;
  isBlended: boolean;
  mode: number;
  size: number;
  characterSpacing: number;
  wordSpacing: number;
  scale: number;
  leading: number;
  rise: number;
}

const everywhere: Box = { x: -1e6, y: -1e6, width: 2e6, height: 2e6 };

export async function paintingOf(page: PDFPageProxy): Promise<(PaintedText | PaintedArea)[]> {
  const { OPS } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const { fnArray, argsArray } = await page.getOperatorList();
  const painter = new Painter(page.getViewport({ scale: 1 }).transform.map(Number));
  const steps = stepsOf(painter, OPS);
  let inAnnotation = false;
  fnArray.forEach((operator: number, index: number) => {
    if (operator === OPS.beginAnnotation || operator === OPS.endAnnotation) inAnnotation = operator === OPS.beginAnnotation;
    const args: unknown = argsArray[index];
    if (!inAnnotation) steps.get(operator)?.(listIn(args));
  });
  return painter.painted;
}

type Step = (args: readonly unknown[]) => void;

function stepsOf(painter: Painter, ops: Readonly<Record<string, number>>): ReadonlyMap<number, Step> {
  const { state } = painter;
  const steps: Readonly<Record<string, Step>> = {
    save: () => painter.save(),
    restore: () => painter.restore(),
    transform: (args) => painter.transform(numbersIn(args)),
    paintFormXObjectBegin: ([matrix, bounds]) => {
      painter.save();
      if (matrix) painter.transform(numbersIn(matrix));
      if (bounds) painter.cut(numbersIn(bounds));
    },
    paintFormXObjectEnd: () => painter.restore(),
    beginGroup: () => {
      painter.save();
      Object.assign(state, { groupAlpha: state.groupAlpha * state.alpha, alpha: 1 });
    },
    endGroup: () => painter.restore(),
    setFillRGBColor: ([colour]) => (state.colour = /^#([\da-f]{6})$/i.exec(String(colour))?.[1]?.toLowerCase()),
    setFillColorN: () => (state.colour = undefined),
    setGState: ([changes]) => painter.changeGraphics(changes),
    clip: () => (painter.isCutPending = true),
    eoClip: () => (painter.isCutPending = true),
    constructPath: ([operator, , bounds]) => painter.path(fills.has(Number(operator)), numbersIn(bounds)),
    shadingFill: () => painter.area(state.clip, undefined, false),
    paintImageXObject: () => painter.picture(),
    paintInlineImageXObject: () => painter.picture(),
    paintImageMaskXObject: () => painter.area(boxOf(state.matrix, [0, 0, 1, 1]), undefined, false),
    beginText: () => painter.startText(identity),
    setTextMatrix: (args) => painter.startText(numbersIn(args.length === 1 ? args[0] : args)),
    moveText: ([x, y]) => painter.moveText(Number(x), Number(y)),
    setLeadingMoveText: ([x, y]) => {
      state.leading = -Number(y);
      painter.moveText(Number(x), Number(y));
    },
    nextLine: () => painter.moveText(0, -state.leading),
    setLeading: ([leading]) => (state.leading = Number(leading)),
    setFont: ([, size]) => (state.size = Number(size)),
    setTextRenderingMode: ([mode]) => (state.mode = Number(mode)),
    setCharSpacing: ([spacing]) => (state.characterSpacing = Number(spacing)),
    setWordSpacing: ([spacing]) => (state.wordSpacing = Number(spacing)),
    setHScale: ([scale]) => (state.scale = Number(scale) / 100),
    setTextRise: ([rise]) => (state.rise = Number(rise)),
    showText: ([glyphs]) => painter.show(listIn(glyphs)),
  };
  const fills = new Set([
    ops['fill'],
    ops['eoFill'],
    ops['fillStroke'],
    ops['eoFillStroke'],
    ops['closeFillStroke'],
    ops['closeEOFillStroke'],
  ]);
  return new Map(Object.entries(steps).flatMap(([name, step]) => (ops[name] === undefined ? [] : [[ops[name], step]])));
}

/** Of four numbers on: rules of tables are areas too, but nothing lies behind a line. In points. */
const thinnest = 3;
/** Modes that neither fill nor stroke. */
const invisibleModes = new Set([3, 7]);
const leastAlpha = 0.05;
const fullAlpha = 0.95;

const initially: Omit<State, 'matrix'> = {
  clip: everywhere,
  colour: '000000',
  alpha: 1,
  groupAlpha: 1,
  isBlended: false,
  mode: 0,
  size: 0,
  characterSpacing: 0,
  wordSpacing: 0,
  scale: 1,
  leading: 0,
  rise: 0,
};

class Painter {
  readonly painted: (PaintedText | PaintedArea)[] = [];
  readonly state: State;
  isCutPending = false;
  private readonly stack: State[] = [];
  private line: Matrix = identity;
  private text: Matrix = identity;

  constructor(matrix: Matrix) {
    this.state = { ...initially, matrix };
  }

  save(): void {
    this.stack.push({ ...this.state });
  }

  restore(): void {
    Object.assign(this.state, this.stack.pop());
  }

  transform(matrix: Matrix): void {
    this.state.matrix = multiply(this.state.matrix, matrix);
  }

  cut(bounds: readonly number[]): void {
    this.state.clip = common(this.state.clip, boxOf(this.state.matrix, bounds));
  }

  changeGraphics(changes: unknown): void {
    for (const change of listIn(changes)) {
      const [name, value] = listIn(change);
      if (name === 'ca') this.state.alpha = Number(value);
      if (name === 'BM') this.state.isBlended = value !== 'source-over' && value !== 'normal' && value !== 'Normal';
    }
  }

  /** A path that is to cut what follows takes effect once it is ended. */
  path(isFilled: boolean, bounds: readonly number[]): void {
    if (bounds.length === 4) {
      if (this.isCutPending) this.cut(bounds);
      if (isFilled) this.area(boxOf(this.state.matrix, bounds), this.state.colour, false);
      this.isCutPending = false;
    }
  }

  picture(): void {
    this.area(boxOf(this.state.matrix, [0, 0, 1, 1]), undefined, true);
  }

  area(box: Box, colour: string | undefined, isPicture: boolean): void {
    const { alpha, groupAlpha, isBlended, clip } = this.state;
    const shown = common(box, clip);
    if (shown.width < thinnest || shown.height < thinnest || alpha * groupAlpha < leastAlpha) return;
    this.painted.push({ kind: 'area', box: shown, colour, isPicture, isOpaque: alpha * groupAlpha >= fullAlpha && !isBlended });
  }

  startText(matrix: Matrix): void {
    this.line = matrix;
    this.text = matrix;
  }

  moveText(x: number, y: number): void {
    this.startText(multiply(this.line, [1, 0, 0, 1, x, y]));
  }

  show(glyphs: readonly unknown[]): void {
    const { size, scale, characterSpacing, wordSpacing, rise, matrix, colour, mode, alpha, groupAlpha, clip } = this.state;
    let text = '';
    let advance = 0;
    for (const glyph of glyphs) {
      if (typeof glyph === 'number') advance -= (glyph / 1000) * size;
      else if (typeof glyph === 'object' && glyph !== null && 'unicode' in glyph) {
        text += String(glyph.unicode);
        const width = 'width' in glyph ? Number(glyph.width) : 0;
        advance += (width / 1000) * size + characterSpacing + ('isSpace' in glyph && glyph.isSpace === true ? wordSpacing : 0);
      }
    }
    const placed = multiply(matrix, this.text);
    const isInvisible = invisibleModes.has(mode) || alpha * groupAlpha < leastAlpha;
    if (text.trim() !== '')
      this.painted.push({
        kind: 'text',
        text,
        box: boxOf(placed, [0, rise, advance * scale, rise + size * 0.85]),
        colour,
        isInvisible,
        clip,
      });
    this.text = multiply(this.text, [1, 0, 0, 1, advance * scale, 0]);
  }
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** pdf.js hands over matrices and bounds as arrays of several kinds. */
function numbersIn(value: unknown): number[] {
  if (Array.isArray(value)) return value.map(Number);
  return ArrayBuffer.isView(value) && 'length' in value ? Array.from(value as Float32Array, Number) : [];
}
