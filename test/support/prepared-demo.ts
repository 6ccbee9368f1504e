// A service that starts on an empty folder takes 17 s until it has read the demo institution, on a folder of one that has, less than one.
import { vi } from 'vitest';
import { readConfig } from '../../src/base/config.ts';
import { serve } from '../../src/serve.ts';
import { operations as status } from '../../src/status/contract.ts';
import { pack, prepared, unpack } from './prepared.ts';

/** Fills an empty data folder with that of a site of one person, the demo institution read. */
export async function prepareDemoFolder(dataFolder: string): Promise<void> {
  unpack(await prepared({ name: 'demo', sources: '{src,demo}/**/*', make: makeDemo }), dataFolder);
}

async function makeDemo(archive: string, folder: string): Promise<void> {
  const service = await serve(readConfig({ HENGJIAN_DATA: folder, PORT: '0', HENGJIAN_SOLO: 'on' }, {}));
  await vi.waitUntil(() => hasReadAll(service.url), { timeout: 90_000, interval: 200 });
  await service.close();
  pack(folder, archive);
}

async function hasReadAll(url: string): Promise<boolean> {
  const { jobs } = status.getStatus.reply.output.parse(await (await fetch(`${url}/api/status`)).json());
  return jobs.queued + jobs.active === 0;
}
