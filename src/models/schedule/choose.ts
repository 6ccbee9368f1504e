// Which of the endpoints that may take a call takes it: the one that would answer first.
import type { EndpointLoad, Prompt } from './load.ts';

export interface ChooseOptions {
  /** From 0 up to 1. */
  readonly random: () => number;
  /** What others sent is not known yet: the best of two drawn, so that not everybody runs to the same one. */
  readonly isStale?: boolean;
}

/** Best first: the others are where to go when it fails. Who may take the call at all is decided before. */
export function inOrderOfFirstToken<Endpoint extends { readonly load: EndpointLoad }>(
  endpoints: readonly Endpoint[],
  prompt: Prompt,
  { random, isStale = false }: ChooseOptions,
): Endpoint[] {
  const ordered = endpoints
    .map((endpoint) => ({ endpoint, ms: endpoint.load.estimateMs(prompt), inFlight: endpoint.load.inFlight(), draw: random() }))
    .toSorted((left, right) => left.ms - right.ms || left.inFlight - right.inFlight || left.draw - right.draw);
  if (isStale && ordered.length > 2) {
    const drawn = ordered.toSorted((left, right) => left.draw - right.draw).slice(0, 2);
    const first = ordered.find((one) => drawn.includes(one));
    return [...(first ? [first] : []), ...ordered.filter((one) => one !== first)].map(({ endpoint }) => endpoint);
  }
  return ordered.map(({ endpoint }) => endpoint);
}
