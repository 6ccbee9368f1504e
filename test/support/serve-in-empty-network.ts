// Serves, is used, and stops; then tells how often anything here tried to reach a place that this network does not have. Run inside a
// network namespace with nothing but loopback. With an address instead of a folder it calls that address and does nothing else.
import { readFileSync } from 'node:fs';
import { readConfig } from '../../src/base/config.ts';
import { builtInScenario } from '../../src/scenarios/scenarios.ts';
import { serve } from '../../src/serve.ts';

const [given = ''] = process.argv.slice(2);
const statuses = URL.canParse(given) ? await callOutward(given) : await serveAndUse(given);
process.stdout.write(JSON.stringify({ statuses, unroutable: counter('Ip', 'OutNoRoutes'), datagrams: counter('Udp', 'OutDatagrams') }));
process.exit(0);

async function callOutward(url: string): Promise<number[]> {
  await fetch(url).catch(() => {});
  return [];
}

async function serveAndUse(dataFolder: string): Promise<number[]> {
  const service = await serve(readConfig({ HENGJIAN_DATA: dataFolder, PORT: '0', HENGJIAN_SOLO: 'on', HENGJIAN_DEMO: 'off' }, {}));
  const ask = async (path: string, body?: object): Promise<number> => {
    const sent = body ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {};
    const response = await fetch(new URL(path, service.url), sent);
    await response.arrayBuffer();
    return response.status;
  };
  const found = [
    await ask('/api'),
    await ask('/api/status'),
    await ask('/api/answers', { question: '申请公租房需要什么条件', scenario: builtInScenario }),
  ];
  await service.close();
  return found;
}

/** From the kernel's own count for this network namespace. */
function counter(protocol: string, name: string): number {
  const [names = [], values = []] = readFileSync('/proc/self/net/snmp', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith(`${protocol}: `))
    .map((line) => line.split(' '));
  return Number(values[names.indexOf(name)]);
}
