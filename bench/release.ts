// How long after a model has finished writing a sentence it is released, checks included: a model that notes when it ends each sentence, and
// whoever asks, in one process. Then once more with a judge that takes its time over each sentence: what is left beyond that time is ours.
//   npm run bench:release [-- --runs 200 --judge-ms 50]     PostgreSQL: HENGJIAN_TEST_DATABASE_URL
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { soloCaller } from '../src/access/access.ts';
import { operations as scenarios } from '../src/scenarios/contract.ts';
import { openTestGateway } from '../test/support/gateway.ts';
import { until } from '../test/support/until.ts';
import { printMeasurements } from './bars.ts';
import { percentile } from './percentile.ts';

const { values: options } = parseArgs({
  options: { runs: { type: 'string', default: '200' }, 'judge-ms': { type: 'string', default: '50' } },
});
const runs = Number(options.runs);
const judgeMs = Number(options['judge-ms']);
const document =
  '云溪市停车收费规定\n第一条 小型车在一类区域停车，首小时收费六元。\n第二条 小型车在二类区域停车，首小时收费四元。\n第三条 残疾人专用车辆免收停车费。';
const sentences = ['小型车在一类区域停车，首小时收费6元。', '小型车在二类区域停车，首小时收费4元。', '残疾人专用车辆免收停车费。'];
const betweenTokensMs = 2;

/** When each sentence of the run under way was finished. */
let finishedAt: number[] = [];
const model = await serve(write);
/** When the judge of the run under way replied about each sentence. */
let repliedAt = new Map<string, number>();
const judge = await serve(async (prompt, response) => {
  await wait(judgeMs);
  for (const sentence of sentences.filter((one) => prompt.includes(`【句子】\\n${one}`))) repliedAt.set(sentence, performance.now());
  const message = { role: 'assistant', content: '{"verdict":"supported","score":0.9}' };
  response.end(JSON.stringify({ choices: [{ index: 0, message, finish_reason: 'stop' }] }));
});

const gateway = await openTestGateway();
await gateway.addModel('writer', model.url);
await gateway.addModel('judge', judge.url);
const { knowledge, answer } = gateway.app;
await knowledge.importFile(soloCaller, { name: '停车.txt', bytes: Buffer.from(document), grade: 'internal' });
await until('it is read', async () => ((await knowledge.countAll('all')).waiting === 0 ? true : undefined));
const scenario = { name: 'parking', title: '停车', purpose: '答疑', engine: 'generative', modelNames: ['writer'] };
await gateway.call(scenarios.addScenarioVersion, scenario);
const { sinceWritten: delays } = await delaysIn(scenario.name);
await gateway.call(scenarios.addScenarioVersion, { ...scenario, name: 'judged', checks: { judge: { model: 'judge', isRequired: true } } });
const judged = await delaysIn('judged');
await gateway.close();
for (const one of [model, judge]) one.close();
printMeasurements([
  { measure: 'sentences released', value: delays.length },
  { measure: 'from the end of a sentence to its release, p50', value: percentile(delays, 50), unit: ' ms' },
  { measure: 'from the end of a sentence to its release, p95', value: percentile(delays, 95), unit: ' ms', bar: { atMost: 50 } },
  { measure: 'the same after a second opinion', value: judged.sinceWritten.length },
  { measure: `with a judge that takes ${judgeMs} ms, p50`, value: percentile(judged.sinceWritten, 50), unit: ' ms' },
  { measure: `with a judge that takes ${judgeMs} ms, p95`, value: percentile(judged.sinceWritten, 95), unit: ' ms' },
  { measure: 'from the reply of the judge to the release, p50', value: percentile(judged.sinceJudged, 50), unit: ' ms' },
  {
    measure: 'from the reply of the judge to the release, p95',
    value: percentile(judged.sinceJudged, 95),
    unit: ' ms',
    bar: { atMost: 50 },
  },
]);

async function delaysIn(name: string) {
  const [sinceWritten, sinceJudged]: [number[], number[]] = [[], []];
  for (let run = 0; run < runs; run += 1) {
    finishedAt = [];
    repliedAt = new Map();
    let released = 0;
    for await (const event of answer.stream(soloCaller, { question: '小型车在一类区域停车首小时收费多少？', scenario: name })) {
      if (event.kind !== 'sentence-released') continue;
      const now = performance.now();
      sinceWritten.push(now - (finishedAt[released] ?? Number.NaN));
      sinceJudged.push(now - (repliedAt.get(event.sentence.text) ?? Number.NaN));
      released += 1;
    }
  }
  return { sinceWritten, sinceJudged };
}

async function serve(reply: (prompt: string, response: ServerResponse) => Promise<void>) {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => void reply(Buffer.concat(chunks).toString(), response));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, close: () => server.close() };
}

/** Streamed token by token, as many as characters. */
async function write(prompt: string, response: ServerResponse): Promise<void> {
  const tokens = [...prompt.matchAll(/\[(S\w{4})\]/g)].map(([, token = '']) => token);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (content: string, finish: string | null = null): void => {
    response.write(`data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`);
  };
  for (const text of sentences) {
    const line = JSON.stringify({ text, sources: tokens });
    for (let at = 0; at < line.length - 1; at += 4) {
      send(line.slice(at, Math.min(at + 4, line.length - 1)));
      await wait(betweenTokensMs);
    }
    finishedAt.push(performance.now());
    send('}\n');
    await wait(betweenTokensMs);
  }
  send('{"complete":true}', 'stop');
  response.end('data: [DONE]\n\n');
}
