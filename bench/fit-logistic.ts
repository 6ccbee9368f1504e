// Logistic regression by gradient descent with a ridge penalty: small enough for a model of a few signs.

export interface Example {
  readonly signs: readonly number[];
  readonly isPositive: boolean;
}

export interface Fit {
  readonly bias: number;
  readonly weights: readonly number[];
}

const rounds = 4000;
const stepSize = 0.5;

export function fitLogistic(examples: readonly Example[], ridge: number): Fit {
  let bias = 0;
  let weights = (examples[0]?.signs ?? []).map(() => 0);
  for (let round = 0; round < rounds; round += 1) {
    const errors = examples.map(({ signs, isPositive }) => sigmoid(bias + dot(weights, signs)) - (isPositive ? 1 : 0));
    const slope = (column: number) => examples.reduce((sum, { signs }, row) => sum + (errors[row] ?? 0) * (signs[column] ?? 0), 0);
    bias -= (stepSize * errors.reduce((sum, error) => sum + error, 0)) / examples.length;
    weights = weights.map((weight, column) => weight - (stepSize * (slope(column) + ridge * weight)) / examples.length);
  }
  return { bias, weights };
}

function dot(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, place) => sum + value * (other[place] ?? 0), 0);
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
