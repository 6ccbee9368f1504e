// Ways to choose a server. The first is the one of the product, with its own code; the others are what it is measured against.
import { inOrderOfFirstToken } from '../../src/models/schedule/choose.ts';
import { createEndpointLoad, type EndpointLoad, type Prompt } from '../../src/models/schedule/load.ts';

/** What a policy is told of a server. */
export interface Endpoint {
  readonly number: number;
  readonly load: EndpointLoad;
  requests: number;
  /** Of prompts in flight, and of answers as long as the mean of the trace. */
  tokens: number;
}

export type Policy = (endpoints: readonly Endpoint[], prompt: Prompt, random: () => number) => Endpoint | undefined;

export function createEndpoint(number: number, nowMs: () => number): Endpoint {
  return { number, load: createEndpointLoad({ nowMs }), requests: 0, tokens: 0 };
}

export const policies: Readonly<Record<string, () => Policy>> = {
  'estimated first token': () => (endpoints, prompt, random) => inOrderOfFirstToken(endpoints, prompt, { random })[0],
  'estimated first token, stale: two choices': () => (endpoints, prompt, random) =>
    inOrderOfFirstToken(endpoints, prompt, { random, isStale: true })[0],
  'round robin': () => {
    let turn = 0;
    return (endpoints) => endpoints[turn++ % endpoints.length];
  },
  random: () => (endpoints, _, random) => endpoints[Math.floor(random() * endpoints.length)],
  'least requests': () => (endpoints, _, random) => least(endpoints, ({ requests }) => requests, random),
  'least outstanding work': () => (endpoints, _, random) => least(endpoints, ({ tokens }) => tokens, random),
};

function least(endpoints: readonly Endpoint[], measure: (endpoint: Endpoint) => number, random: () => number): Endpoint | undefined {
  return endpoints
    .map((endpoint) => ({ endpoint, value: measure(endpoint), draw: random() }))
    .toSorted((left, right) => left.value - right.value || left.draw - right.draw)[0]?.endpoint;
}
