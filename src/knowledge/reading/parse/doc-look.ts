// What the property changes of a run and of a paragraph say about reading them.
import { type Ground, plainRun, type RunLook } from './run-look.ts';
import { hex } from './colours.ts';
import { type DocListReference, listReference } from './doc-lists.ts';
import { propertyChanges, type PropertyRun } from './doc-properties.ts';

export interface DocRunLook extends RunLook {
  isDeleted: boolean;
  isInserted: boolean;
}

const whiteIndex = 8;

export function runLook(run: PropertyRun | undefined): DocRunLook {
  const look: DocRunLook = { ...plainRun(), isDeleted: false, isInserted: false };
  if (run === undefined) return look;
  for (const { code, operand } of propertyChanges(run.changes)) {
    const [value = 0] = operand;
    if (code === 0x0800) look.isDeleted = value !== 0;
    else if (code === 0x0801) look.isInserted = value !== 0;
    else if (code === 0x083c) look.isVanished = value === 1;
    else if (code === 0x2a42) look.colour = value === whiteIndex ? 'ffffff' : undefined;
    else if (code === 0x6870 && operand.length === 4) look.colour = colourIn(operand);
    else if (code === 0x4a43 && operand.length === 2) look.halfPoints = operand.readUInt16LE(0);
    else if (code === 0x2a0c || code === 0x4866 || code === 0xca71) look.ground ??= value === 0 ? undefined : 'unknown';
  }
  return look;
}

/** Red, green, blue and whether it is automatic (2.9.43). */
function colourIn([red = 0, green = 0, blue = 0, automatic = 0]: Buffer): string | undefined {
  return automatic === 0 ? hex([red, green, blue]) : undefined;
}

export interface DocParagraphLook {
  readonly style: number;
  isInTable: boolean;
  isRowEnd: boolean;
  isInnerRowEnd: boolean;
  ground: Ground;
  readonly list: DocListReference;
  /** 1 is the highest. */
  outlineLevel: number | undefined;
}

export function paragraphLook(run: PropertyRun | undefined): DocParagraphLook {
  const look: DocParagraphLook = {
    style: run?.style ?? 0,
    list: listReference(run?.changes),
    isInTable: false,
    isRowEnd: false,
    isInnerRowEnd: false,
    ground: undefined,
    outlineLevel: undefined,
  };
  if (run === undefined) return look;
  for (const { code, operand } of propertyChanges(run.changes)) {
    const [value = 0] = operand;
    if (code === 0x2416) look.isInTable = value !== 0;
    else if (code === 0x2417) look.isRowEnd = value !== 0;
    else if (code === 0x244c) look.isInnerRowEnd = value !== 0;
    else if (code === 0x442d || code === 0xc64d) look.ground = value === 0 ? undefined : 'unknown';
    else if (code === 0x2640 && value < 9) look.outlineLevel = value + 1;
  }
  return look;
}
