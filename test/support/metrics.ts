// Reads the text format of Prometheus (0.0.4) as strictly as its server does.
export interface Reading {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const namePattern = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const samplePattern = new RegExp(`^(${namePattern})(?:\\{(.*)\\})? (\\S+)$`);
const labelPattern = /([a-zA-Z_]\w*)="((?:[^"\\]|\\["\\n])*)"(?:,|$)/gy;

/** Fails on the first line that is not well formed, and on samples that stand outside the block of their metric. */
export function readMetrics(text: string): Reading[] {
  if (!text.endsWith('\n')) throw new Error('the last line must end');
  const readings: Reading[] = [];
  const seen = new Set<string>();
  let [metric, type] = ['', ''];
  for (const line of text.slice(0, -1).split('\n')) {
    const header = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line);
    if (header) {
      if (header[1] === 'HELP' && seen.has(header[2] ?? '')) throw new Error(`twice: ${line}`);
      seen.add((metric = header[2] ?? ''));
      if (header[1] === 'TYPE') type = header[3] ?? '';
      continue;
    }
    const [, name = '', pairs = '', value = ''] = samplePattern.exec(line) ?? [];
    const own = type === 'histogram' ? [`${metric}_bucket`, `${metric}_sum`, `${metric}_count`] : [metric];
    if (!own.includes(name) || Number.isNaN(Number(value === '+Inf' ? 'Infinity' : value)))
      throw new Error(`not a sample of ${metric}: ${line}`);
    readings.push({ name, labels: labelsIn(pairs, line), value: Number(value) });
  }
  return readings;
}

function labelsIn(pairs: string, line: string): Record<string, string> {
  const found = [...pairs.matchAll(labelPattern)];
  if (found.map(([whole]) => whole).join('') !== pairs) throw new Error(`labels: ${line}`);
  return Object.fromEntries(found.map(([, label = '', value = '']) => [label, value]));
}

/** Of the one series with these labels, or nought. */
export function valueOf(readings: readonly Reading[], name: string, labels: Readonly<Record<string, string>> = {}): number {
  const fits = (one: Reading) => one.name === name && Object.entries(labels).every(([label, value]) => one.labels[label] === value);
  return readings.filter(fits).reduce((sum, { value }) => sum + value, 0);
}
