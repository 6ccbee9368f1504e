// Streams that the model server breaks in every way it can: none of them may look whole to the client.
import type { Target } from './targets.ts';

const each = 20;
const ways = [
  { 'cut-after': 0 },
  { 'cut-after': 1 },
  { 'cut-after': 15 },
  { 'error-after': 3 },
  { malformed: true },
  { drop: true },
  { status: 500 },
];
/** Between two that break, so that the model is not left alone for a while. */
const wholeBetween = 2;

export interface Broken {
  readonly broken: number;
  readonly passedForWhole: number;
  /** Of the whole ones between them. */
  readonly wholeThatFailed: number;
}

export async function breakStreams({ base, headers }: Target, setFaults: (faults: object) => Promise<void>): Promise<Broken> {
  const body = JSON.stringify({ model: 'fake-chat', stream: true, messages: [{ role: 'user', content: '请问高龄津贴怎么申领？' }] });
  async function looksWhole(): Promise<boolean> {
    const reply = await fetch(`${base}/chat/completions`, { method: 'POST', headers, body });
    const text = await reply.text().catch(() => '');
    return reply.ok && text.includes('[DONE]') && !text.includes('"error"');
  }
  let [broken, passedForWhole, wholeThatFailed] = [0, 0, 0];
  for (const way of Array.from({ length: each }, () => ways).flat()) {
    await setFaults([{ tokens: 16, ...way, times: 1 }]);
    broken += 1;
    if (await looksWhole()) passedForWhole += 1;
    for (let count = 0; count < wholeBetween; count += 1) if (!(await looksWhole())) wholeThatFailed += 1;
  }
  return { broken, passedForWhole, wholeThatFailed };
}
