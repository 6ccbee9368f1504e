// Settings of how often one person, key or address may do what.
import { z } from 'zod';
import type { LimitClass } from './contract.ts';

const rate = (least: number, standard: number): z.ZodDefault<z.ZodCoercedNumber> =>
  z.coerce.number().int().min(least).max(1_000_000).default(standard);

export const limitShape = {
  HENGJIAN_LIMIT_SIGN_IN: rate(1, 30).describe('Attempts to sign in, from one address in a minute'),
  HENGJIAN_LIMIT_QUESTIONS: rate(1, 60).describe('Questions of one person in a minute'),
  HENGJIAN_LIMIT_UPLOADS: rate(1, 600).describe('Files imported by one person in a minute'),
  HENGJIAN_LIMIT_REQUESTS: rate(60, 1200).describe('All other requests of one person in a minute; twenty times as many from one address'),
};

export function limitSettings(settings: z.output<z.ZodObject<typeof limitShape>>): Readonly<Record<LimitClass, number>> {
  return {
    'sign-in': settings.HENGJIAN_LIMIT_SIGN_IN,
    questions: settings.HENGJIAN_LIMIT_QUESTIONS,
    uploads: settings.HENGJIAN_LIMIT_UPLOADS,
    requests: settings.HENGJIAN_LIMIT_REQUESTS,
  };
}
