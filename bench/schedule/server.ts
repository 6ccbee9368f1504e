// A model server as the simulation knows it: prompts are read one after the other, answers are written side by side in a bounded number of
// places, and the beginnings of prompts stay in a cache, the last used longest.
import { createPrefixIndex } from '../../src/models/schedule/prefix-index.ts';
import type { Arrival } from './traces.ts';

export interface Server {
  take(arrival: Arrival, events: ServerEvents): void;
}

export interface ServerEvents {
  readonly firstToken: () => void;
  readonly end: () => void;
}

export interface Timeline {
  readonly now: () => number;
  readonly after: (ms: number, act: () => void) => void;
}

const places = 24;
const tokensPerSecond = 8_000;
const cachedTokens = 1_000_000;
const msPerToken = 20;
/** Each further answer slows all of them: a full server writes half as fast as an idle one. */
const msPerTokenAndAnswer = 20 / places;

export function createServer(timeline: Timeline, speed: number): Server {
  const cache = createPrefixIndex({ maxBlocks: cachedTokens / 512 });
  const waiting: (() => void)[] = [];
  let taken = 0;
  let isReading = false;

  function next(): void {
    if (isReading || taken >= places) return;
    const start = waiting.shift();
    if (!start) return;
    isReading = true;
    taken += 1;
    start();
  }

  return {
    take({ promptTokens, answerTokens, blocks }, { firstToken, end }) {
      waiting.push(() => {
        const newTokens = blocks.length === 0 ? promptTokens : promptTokens * (1 - cache.matched(blocks) / blocks.length);
        timeline.after(5 + (1_000 * newTokens) / (tokensPerSecond * speed), () => {
          cache.add(blocks);
          isReading = false;
          firstToken();
          timeline.after((answerTokens * (msPerToken + msPerTokenAndAnswer * taken)) / speed, () => {
            taken -= 1;
            end();
            next();
          });
          next();
        });
      });
      next();
    },
  };
}
