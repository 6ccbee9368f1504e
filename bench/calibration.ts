// What a check holds back at each threshold, of what is sound and of what is not: printed, and kept for the page on which thresholds are set.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Calibration, calibrationSchema } from '../src/scenarios/calibration-contract.ts';
import { thresholdRange } from '../src/scenarios/checks-contract.ts';

export interface Weighed {
  readonly isSound: boolean;
  /** It is let through from every threshold up to this one; -1: whatever the threshold, it is not. */
  readonly passesUpTo: number;
}

const kept = join(import.meta.dirname, '..', 'src', 'scenarios', 'calibration.json');
const step = 0.05;

/** `unseen`: the same weighed with what was fitted without them. */
export function calibrate(check: keyof Calibration, shipped: readonly Weighed[], unseen: readonly Weighed[], isKept: boolean): void {
  const count = Math.round((thresholdRange.most - thresholdRange.least) / step) + 1;
  const points = Array.from({ length: count }, (_, index) => {
    const from = Number((thresholdRange.least + index * step).toFixed(2));
    return { from, shipped: ratesAt(from, shipped), unseen: ratesAt(from, unseen) };
  });
  const sound = shipped.filter(({ isSound }) => isSound).length;
  console.log(`\n${check}: ${sound} sound, ${shipped.length - sound} not`);
  console.table(
    points.map(({ from, ...rates }) => ({
      threshold: from,
      'sound held back': rates.shipped.falseAlarms,
      'unsound held back': rates.shipped.recall,
      'sound, cross-validated': rates.unseen.falseAlarms,
      'unsound, cross-validated': rates.unseen.recall,
    })),
  );
  if (!isKept) return;
  const before = calibrationSchema.parse(JSON.parse(readFileSync(kept, 'utf8')));
  const after: Calibration = { ...before, [check]: { sound, unsound: shipped.length - sound, points } };
  writeFileSync(kept, `${JSON.stringify(after, null, 2)}\n`);
}

function ratesAt(from: number, all: readonly Weighed[]) {
  const heldBack = (isSound: boolean): number => {
    const those = all.filter((one) => one.isSound === isSound);
    return Number((those.filter(({ passesUpTo }) => passesUpTo < from).length / those.length).toFixed(3));
  };
  return { falseAlarms: heldBack(true), recall: heldBack(false) };
}
