// Counts and times for operators, in the text format of Prometheus (0.0.4). Small on purpose: what is counted stands on the path of thousands of
// requests a second, so that finding a series is one look into a map and counting is one addition.

/** In the order of the label names. */
type Labels = readonly string[];

export interface Counter {
  add(labels: Labels, amount?: number): void;
}

export interface Histogram {
  observe(labels: Labels, value: number): void;
}

export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

export interface MetricAbout {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
}

export interface Metrics {
  counter(about: MetricAbout): Counter;
  /** `bounds`: upper ends of the buckets, ascending. */
  histogram(about: MetricAbout & { readonly bounds: readonly number[] }): Histogram;
  /** Read when somebody looks. */
  read(about: MetricAbout & { readonly type?: 'gauge' | 'counter' }, look: () => readonly Sample[] | Promise<readonly Sample[]>): void;
  text(): Promise<string>;
}

/** Labels are names from registries, so there are few; a fault of ours must not fill the memory all the same. */
const maxSeries = 2_000;
const separator = '\u0001';

export function createMetrics(): Metrics {
  const writers: (() => Promise<string>)[] = [];
  return {
    counter(about) {
      const series = createSeries(() => ({ value: 0 }));
      writers.push(async () =>
        block(
          about,
          'counter',
          series.list().map(([labels, { value }]) => line(about, labels, value)),
        ),
      );
      return {
        add(labels, amount = 1) {
          const one = series.find(labels);
          if (one) one.value += amount;
        },
      };
    },
    histogram(about) {
      const { bounds } = about;
      const series = createSeries(() => ({ counts: new Float64Array(bounds.length + 1), sum: 0 }));
      writers.push(async () =>
        block(
          about,
          'histogram',
          series.list().flatMap(([labels, one]) => bucketLines(about, labels, one)),
        ),
      );
      return {
        observe(labels, value) {
          const one = series.find(labels);
          if (!one) return;
          let bucket = 0;
          while (bucket < bounds.length && value > (bounds[bucket] ?? 0)) bucket += 1;
          one.counts[bucket] = (one.counts[bucket] ?? 0) + 1;
          one.sum += value;
        },
      };
    },
    read(about, look) {
      writers.push(async () =>
        block(
          about,
          about.type ?? 'gauge',
          (await look()).map(({ labels, value }) => line(about, labels, value)),
        ),
      );
    },
    text: async () => (await Promise.all(writers.map((write) => write()))).join(''),
  };
}

function createSeries<One>(make: () => One) {
  const known = new Map<string, One>();
  return {
    /** Nothing when there are too many. */
    find(labels: Labels): One | undefined {
      const key = labels.length === 1 ? (labels[0] ?? '') : labels.join(separator);
      const found = known.get(key);
      if (found !== undefined || known.size >= maxSeries) return found;
      const made = make();
      known.set(key, made);
      return made;
    },
    list: (): [Labels, One][] => Array.from(known, ([key, one]) => [key.split(separator), one]),
  };
}

function bucketLines(
  { name, labels: names = [], bounds }: MetricAbout & { readonly bounds: readonly number[] },
  labels: Labels,
  { counts, sum }: { readonly counts: Float64Array; readonly sum: number },
): string[] {
  let total = 0;
  const buckets = [...bounds.map(String), '+Inf'].map((bound, index) => {
    total += counts[index] ?? 0;
    return line({ name: `${name}_bucket`, labels: [...names, 'le'] }, [...labels, bound], total);
  });
  return [
    ...buckets,
    line({ name: `${name}_sum`, labels: names }, labels, sum),
    line({ name: `${name}_count`, labels: names }, labels, total),
  ];
}

function block({ name, help }: MetricAbout, type: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function line({ name, labels: names = [] }: Pick<MetricAbout, 'name' | 'labels'>, labels: Labels, value: number): string {
  const pairs = names.map((label, index) => `${label}="${escaped(labels[index] ?? '')}"`);
  return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}\n`;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
}
