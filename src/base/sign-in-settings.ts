// Settings of signing in: solo mode, what a password must be, and how long a session lasts.
import { z } from 'zod';

export const signInShape = {
  HENGJIAN_SOLO: z
    .enum(['on', 'off'])
    .default('off')
    .describe('Solo mode: one person, this machine only, no sign-in; can be chosen until the first account exists'),
  HENGJIAN_PASSWORD_LENGTH: z.coerce
    .number()
    .int()
    // NIST SP 800-63B asks for 8 beside a second factor; above 64 nobody could comply.
    .min(8)
    .max(64)
    .default(12)
    .describe('Least number of characters of a password'),
  HENGJIAN_PASSWORD_DAYS: z.coerce
    .number()
    .int()
    .min(0)
    .max(3650)
    .default(180)
    .describe('Days after which a password must be changed; 0 means never'),
  HENGJIAN_SECOND_FACTOR: z
    .enum(['powers', 'everybody'])
    .default('powers')
    .describe('Who must have a second factor: the holders of the three separated powers, or everybody'),
  HENGJIAN_SESSION_IDLE_MINUTES: z.coerce.number().int().min(1).max(1440).default(60).describe('Minutes without use that end a session'),
  HENGJIAN_SESSION_HOURS: z.coerce.number().int().min(1).max(720).default(12).describe('Hours after which a session ends in any case'),
};
type Settings = z.output<z.ZodObject<typeof signInShape>>;

export interface SignInPolicy {
  /** Asked for at start; whether the site is in solo mode is kept in the database. */
  readonly solo: boolean;
  readonly passwordLength: number;
  /** 0: never. */
  readonly passwordDays: number;
  readonly secondFactor: 'powers' | 'everybody';
  readonly sessionIdleMinutes: number;
  readonly sessionHours: number;
}

export function signInPolicy(settings: Settings): SignInPolicy {
  return {
    solo: settings.HENGJIAN_SOLO === 'on',
    passwordLength: settings.HENGJIAN_PASSWORD_LENGTH,
    passwordDays: settings.HENGJIAN_PASSWORD_DAYS,
    secondFactor: settings.HENGJIAN_SECOND_FACTOR,
    sessionIdleMinutes: settings.HENGJIAN_SESSION_IDLE_MINUTES,
    sessionHours: settings.HENGJIAN_SESSION_HOURS,
  };
}
