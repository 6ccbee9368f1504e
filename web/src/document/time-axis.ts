// Days as places on a line, in percent from the left.
const dayMs = 86_400_000;

export interface TimeAxis {
  at(day: string): number;
  /** Not more than fit beside each other. */
  readonly years: readonly { readonly year: number; readonly at: number }[];
}

const mostYears = 8;
/** Room before the first and behind the last day, as a share of the time between. */
const margin = 0.06;

export function axisOf(days: readonly string[]): TimeAxis {
  const times = days.map((day) => Date.parse(day));
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const room = Math.max((last - first) * margin, 30 * dayMs);
  const [begin, end] = [first - room, last + room];
  const at = (day: string): number => (100 * (Date.parse(day) - begin)) / (end - begin);
  const firstYear = new Date(begin).getUTCFullYear() + 1;
  const count = Math.max(new Date(end).getUTCFullYear() - firstYear + 1, 0);
  const step = Math.ceil(count / mostYears) || 1;
  const years = Array.from({ length: Math.ceil(count / step) }, (_, index) => {
    const year = firstYear + index * step;
    return { year, at: at(`${year}-01-01`) };
  });
  return { at, years };
}
