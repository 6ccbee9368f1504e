/** What a chart shows, and its table says. */
export interface ChartData {
  /** Bars stand on each other: for what can be added up. */
  readonly kind: 'bar' | 'line';
  readonly times: readonly string[];
  /** What these are, where they are no times. */
  readonly axis?: string;
  /** One of them at which a line stands. */
  readonly mark?: string;
  /** A value for each time; null: nothing is known. */
  readonly series: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
  readonly write: (value: number) => string;
}
