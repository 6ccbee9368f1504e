// How letters look, as far as it decides whether anybody who looks at the page can read them.
import { isAlike } from './colours.ts';

/** Properties of a run. Colours are RRGGBB. */
export interface RunLook {
  isVanished: boolean;
  /** Undefined: automatic, which is chosen to be read. */
  colour: string | undefined;
  ground: Ground;
  halfPoints: number;
  /** Of the usual width of letters. */
  widthPercent: number;
}

/** RRGGBB. Undefined: what it stands on is not told here; `unknown`: there is one of its own, in no colour that is told. */
export type Ground = string | undefined;

export function plainRun(): RunLook {
  return { isVanished: false, colour: undefined, ground: undefined, halfPoints: 24, widthPercent: 100 };
}

/** Nobody reads type below two points, nor letters pressed to lines. */
const smallestHalfPoints = 4;
const narrowestPercent = 10;
const paper = 'ffffff';

/** A table's style may shade what its cells do not mention. */
export function isUnreadable(run: RunLook, { ground }: { readonly ground: Ground }, isInTable: boolean): boolean {
  if (run.isVanished || run.halfPoints < smallestHalfPoints || run.widthPercent < narrowestPercent) return true;
  const behind = run.ground ?? ground ?? (isInTable ? 'unknown' : paper);
  return run.colour !== undefined && behind !== 'unknown' && isAlike(run.colour, behind);
}
