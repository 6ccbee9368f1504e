// Vectors as whole numbers: a passage's in one byte a dimension with one scale for all of them, a question's in twelve bits. What is
// compared is the direction alone, so every vector has length 1 first. The error of a similarity stays below .03 (vectors.test.ts).

/** A passage: its similarity to a question is the sum of products times both scales. */
export interface QuantisedVector {
  readonly values: Int8Array;
  /** 0: there is no vector. */
  readonly scale: number;
}

export interface QuantisedQuestion {
  readonly values: Int16Array;
  readonly scale: number;
}

const mostOfPassage = 127;
/** So that the sum over 4,096 dimensions, the most that is accepted, stays within 31 bits. */
const mostOfQuestion = 2047;
export const maxDimension = 4096;

/** Nothing for a vector without direction. */
export function quantise(vector: readonly number[]): QuantisedVector | undefined {
  const fitted = fit(vector, mostOfPassage);
  return fitted && { values: Int8Array.from(fitted.values), scale: fitted.scale };
}

export function quantiseQuestion(vector: readonly number[]): QuantisedQuestion | undefined {
  const fitted = fit(vector, mostOfQuestion);
  return fitted && { values: Int16Array.from(fitted.values), scale: fitted.scale };
}

function fit(vector: readonly number[], most: number): { readonly values: number[]; readonly scale: number } | undefined {
  const largest = vector.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  if (largest === 0 || !Number.isFinite(largest)) return undefined;
  // Divided by the largest first: the square of a tiny or huge number is no number any more.
  const length = Math.sqrt(vector.reduce((sum, value) => sum + (value / largest) ** 2, 0));
  return { values: vector.map((value) => Math.round((value / largest) * most)), scale: 1 / (length * most) };
}

/** Several vectors of one dimension as bytes: their scales, then their values one after the other. */
export interface VectorBlock {
  readonly scales: Float32Array;
  readonly values: Int8Array;
}

/** A vector that is missing has the scale 0. */
export function packBlock(vectors: readonly (QuantisedVector | undefined)[], dimension: number): Uint8Array {
  const scales = Float32Array.from(vectors, (vector) => vector?.scale ?? 0);
  const bytes = new Uint8Array(scales.byteLength + vectors.length * dimension);
  bytes.set(new Uint8Array(scales.buffer));
  for (const [index, vector] of vectors.entries())
    if (vector) bytes.set(new Uint8Array(vector.values.buffer, vector.values.byteOffset, dimension), scales.byteLength + index * dimension);
  return bytes;
}

/** Nothing when it is not of so many vectors. */
export function unpackBlock(bytes: Uint8Array, count: number, dimension: number): VectorBlock | undefined {
  if (bytes.byteLength !== count * (Float32Array.BYTES_PER_ELEMENT + dimension)) return undefined;
  // Numbers have to begin where their memory does: a buffer may stand anywhere in a larger one.
  const own = Uint8Array.from(bytes);
  const scales = new Float32Array(own.buffer, 0, count);
  return { scales, values: new Int8Array(own.buffer, scales.byteLength) };
}
