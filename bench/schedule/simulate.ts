// One trace, so many servers, one policy: when each request had its first token.
import { createEndpoint, type Policy } from './policies.ts';
import { createServer } from './server.ts';
import { createTimeline } from './timeline.ts';
import type { Arrival } from './traces.ts';

export interface Simulation {
  readonly trace: readonly Arrival[];
  /** Speed of each server; 1 is the usual one. */
  readonly speeds: readonly number[];
  readonly policy: Policy;
  /** How much faster than they came requests are sent. */
  readonly haste: number;
  readonly seed: number;
}

export interface FirstTokens {
  readonly meanMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

export function simulate({ trace, speeds, policy, haste, seed }: Simulation): FirstTokens {
  const timeline = createTimeline();
  const random = randomFrom(seed);
  const endpoints = speeds.map((_, number) => createEndpoint(number, timeline.now));
  const servers = speeds.map((speed) => createServer(timeline, speed));
  const meanAnswer = trace.reduce((sum, { answerTokens }) => sum + answerTokens, 0) / trace.length;
  const waits: number[] = [];
  for (const arrival of trace) {
    timeline.after(arrival.atMs / haste, () => {
      const prompt = { tokens: arrival.promptTokens, blocks: arrival.blocks };
      const endpoint = policy(endpoints, prompt, random);
      const server = endpoint && servers[endpoint.number];
      if (!server) throw new Error('a policy chose no server');
      const begun = timeline.now();
      const sent = endpoint.load.sent(prompt);
      const tokens = arrival.promptTokens + meanAnswer;
      endpoint.requests += 1;
      endpoint.tokens += tokens;
      server.take(arrival, {
        firstToken() {
          waits.push(timeline.now() - begun);
          sent.firstToken();
        },
        end() {
          sent.end();
          endpoint.requests -= 1;
          endpoint.tokens -= tokens;
        },
      });
    });
  }
  timeline.run();
  if (waits.length !== trace.length) throw new Error(`${waits.length} of ${trace.length} requests had a first token`);
  const sorted = waits.toSorted((left, right) => left - right);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return { meanMs: waits.reduce((sum, wait) => sum + wait, 0) / waits.length, p50Ms: at(0.5), p95Ms: at(0.95) };
}

/** Marsaglia's xorshift, 32 bits. */
function randomFrom(seed: number): () => number {
  let state = seed * 2_654_435_761 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
}
