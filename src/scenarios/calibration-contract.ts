// What the checks hold back at each threshold, measured on development sets: numbers alone. docs/benchmarks.md tells of the sets;
// `npm run eval:claims -- --calibrate --keep` and `npm run eval:policyqa -- --calibrate --keep` measure anew.
import { z } from 'zod';
import measured from './calibration.json' with { type: 'json' };

/** Shares of what is held back: of what is sound, which is a false alarm, and of what is not. */
const ratesSchema = z.object({ falseAlarms: z.number().min(0).max(1), recall: z.number().min(0).max(1) });
const curveSchema = z.object({
  /** How many were judged. */
  sound: z.number().int(),
  unsound: z.number().int(),
  /** `unseen`: with weights that were fitted without what is judged. */
  points: z.array(z.object({ from: z.number(), shipped: ratesSchema, unseen: ratesSchema })).min(1),
});

export const calibrationSchema = z.object({ supportedFrom: curveSchema, answeredFrom: curveSchema });
export type Calibration = z.infer<typeof calibrationSchema>;

export const calibration = calibrationSchema.parse(measured);
