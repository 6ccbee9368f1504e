// Spans in the JSON form of OTLP (opentelemetry-proto, ExportTraceServiceRequest): ids in hex, 64-bit numbers as text.

export type AttributeValue = string | number | boolean | readonly string[];

export interface Span {
  /** 32 and 16 hexadecimal digits. */
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly kind: 'server' | 'client';
  readonly startMs: number;
  readonly endMs: number;
  /** What is undefined is left out. */
  readonly attributes: Readonly<Record<string, AttributeValue | undefined>>;
  readonly isFailed: boolean;
}

const kinds = { server: 2, client: 3 } as const;
const failedStatus = 2;

export function exportRequest(spans: readonly Span[], resource: Readonly<Record<string, AttributeValue>>): string {
  const scopeSpans = [{ scope: { name: 'hengjian' }, spans: spans.map(encodeSpan) }];
  return JSON.stringify({ resourceSpans: [{ resource: { attributes: encodeAttributes(resource) }, scopeSpans }] });
}

function encodeSpan({ traceId, spanId, parentSpanId, name, kind, startMs, endMs, attributes, isFailed }: Span) {
  return {
    traceId,
    spanId,
    ...(parentSpanId === undefined ? {} : { parentSpanId }),
    name,
    kind: kinds[kind],
    startTimeUnixNano: nanoseconds(startMs),
    endTimeUnixNano: nanoseconds(endMs),
    attributes: encodeAttributes(attributes),
    status: isFailed ? { code: failedStatus } : {},
  };
}

/** By way of microseconds, which a number holds exactly. */
function nanoseconds(milliseconds: number): string {
  return String(BigInt(Math.round(milliseconds * 1_000)) * 1_000n);
}

function encodeAttributes(attributes: Span['attributes']) {
  return Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [{ key, value: encodeValue(value) }]));
}

function encodeValue(value: AttributeValue): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  return { arrayValue: { values: value.map((one) => ({ stringValue: one })) } };
}
