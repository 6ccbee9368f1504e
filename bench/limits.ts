// `npm run bench:limits`: what counting requests costs, beside the shortest request there is.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { soloCaller } from '../src/access/access.ts';
import { systemClock } from '../src/base/clock.ts';
import { silentLog } from '../src/base/log.ts';
import { createLimits } from '../src/http/limits.ts';
import { openBenchPlace } from './bench-database.ts';
import { printMeasurements } from './bars.ts';

const count = 2_000;
const plenty = 1_000_000;
const person = Object.assign({}, soloCaller, { by: { kind: 'session' } });

const place = await openBenchPlace('limits');
await mkdir(join(place.folder, 'data'), { recursive: true });
const store = await place.open();
try {
  const limits = createLimits({
    store,
    log: silentLog,
    clock: systemClock,
    rates: { 'sign-in': plenty, questions: plenty, uploads: plenty, requests: plenty },
  });
  const health = await msEach(() => store.run('select 1'));
  const each = await msEach(() => limits.admitCaller(person, 'questions'));
  const leased = await msEach(() => limits.admitCaller(person, 'requests'));
  printMeasurements([
    { measure: 'one statement to the database, ms', value: health },
    { measure: 'a question or an upload counted, ms', value: each },
    { measure: 'any other request counted, ms', value: leased, bar: { atMost: 0.5 } },
  ]);
} finally {
  await store.close();
  await place.remove();
}

async function msEach(work: () => Promise<unknown>): Promise<number> {
  for (let number = 0; number < 100; number += 1) await work();
  const startedAt = performance.now();
  for (let number = 0; number < count; number += 1) await work();
  return (performance.now() - startedAt) / count;
}
