// Numbers, sizes and times as the reader's language writes them.
import { type Language, useLanguage } from './language.ts';

const locales: Record<Language, string> = { zh: 'zh-CN', en: 'en-GB' };
const byteUnits = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

export function useFormat() {
  const locale = locales[useLanguage().language];
  return {
    number: (value: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(value),
    /** With as many places after the point as a small sum needs. */
    amount: (value: number) => new Intl.NumberFormat(locale, { maximumSignificantDigits: value < 1 ? 2 : 6 }).format(value),
    score: formatScore,
    duration: (milliseconds: number) => formatDuration(milliseconds, locale),
    /** In the largest unit of which there are some; what is left of a work is an estimate. */
    timeLeft: (seconds: number) => formatTimeLeft(seconds, locale),
    bytes: (value: number) => formatBytes(value, locale),
    day: (iso: string) => new Intl.DateTimeFormat(locale, { month: 'numeric', day: 'numeric' }).format(new Date(iso)),
    /** Day and time without the year, for lists of what is recent. */
    moment: (iso: string) =>
      new Intl.DateTimeFormat(locale, { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit' }).format(new Date(iso)),
    clock: (iso: string) => new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }).format(new Date(iso)),
    instant: (iso: string) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso)),
  };
}

/** Rounded down, so that what fell short of a threshold does not look as if it had not. */
function formatScore(score: number): string {
  return (Math.floor(score * 100 + 1e-9) / 100).toFixed(2);
}

/** Milliseconds up to a second, then seconds. */
function formatDuration(milliseconds: number, locale: string): string {
  const isShort = milliseconds < 1_000;
  const value = isShort ? milliseconds : milliseconds / 1_000;
  const amount = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 }).format(value);
  return `${amount} ${isShort ? 'ms' : 's'}`;
}

function formatTimeLeft(seconds: number, locale: string): string {
  const [value, unit] = seconds < 90 ? [seconds, 'second'] : seconds < 5_400 ? [seconds / 60, 'minute'] : [seconds / 3_600, 'hour'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: unit === 'hour' ? 1 : 0 }).format(
    value,
  );
}

function formatBytes(value: number, locale: string): string {
  const step = Math.min(Math.floor(Math.log(Math.max(value, 1)) / Math.log(1024)), byteUnits.length - 1);
  const amount = new Intl.NumberFormat(locale, { maximumFractionDigits: step > 1 ? 1 : 0 }).format(value / 1024 ** step);
  return `${amount} ${byteUnits[step] ?? 'B'}`;
}
