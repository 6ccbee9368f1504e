// What a model is given to write from: the best passages that fit, each under a token of this run alone.
import { randomBytes } from '../../base/random.ts';
import { estimateTokens } from '../../models/models.ts';
import type { Evidence } from '../gather-evidence.ts';

/** Opaque and short: `S` and four letters or digits that are not taken for others. */
export type SourceToken = string;

export type Sources = ReadonlyMap<SourceToken, Evidence>;

/** More passages dilute what matters, and cost. */
const maxSources = 12;

/** What scores less than this share of the best was found for want of better. */
const leastShare = 0.35;
/** As many are given however little they score. */
const always = 6;

/** Best first, as many as are near the best and fit into `maxTokens`; the first one always, and neighbours of the best. */
export function chooseSources(evidence: readonly Evidence[], maxTokens: number): Sources {
  const sources = new Map<SourceToken, Evidence>();
  const best = evidence[0]?.score ?? 0;
  let left = maxTokens;
  for (const one of evidence.filter(({ score }, rank) => rank < always || score === 0 || score >= leastShare * best)) {
    const tokens = estimateTokens(one.passage.text);
    if (sources.size > 0 && (tokens > left || sources.size >= maxSources)) break;
    sources.set(newToken(sources), one);
    left -= tokens;
  }
  return sources;
}

/** 32 characters, so that each byte gives one without a bias. */
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

function newToken(taken: Sources): SourceToken {
  for (;;) {
    const token = `S${Array.from(randomBytes(4), (byte) => alphabet[byte % alphabet.length]).join('')}`;
    if (!taken.has(token)) return token;
  }
}
