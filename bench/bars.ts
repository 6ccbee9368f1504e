// What was measured beside what is asked for. A miss is marked, never hidden, and does not fail the run.

export interface Measurement {
  readonly measure: string;
  readonly value: number;
  readonly unit?: string;
  readonly bar?: { readonly atLeast: number } | { readonly atMost: number };
}

export function printMeasurements(measurements: readonly Measurement[]): void {
  const rows = measurements.map(({ measure, value, unit = '', bar }) => [
    measure,
    `${short(value)}${unit}`,
    wording(bar),
    bar && !meets(value, bar) ? 'MISSED' : '',
  ]);
  const table = [['measure', 'measured', 'bar', ''], ['---', '---:', '---:', '---'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  for (const row of table) console.log(`| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
}

function meets(value: number, bar: NonNullable<Measurement['bar']>): boolean {
  return 'atLeast' in bar ? value >= bar.atLeast : value <= bar.atMost;
}

function wording(bar: Measurement['bar']): string {
  if (!bar) return '';
  return 'atLeast' in bar ? `>= ${bar.atLeast}` : `<= ${bar.atMost}`;
}

function short(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(4);
}
