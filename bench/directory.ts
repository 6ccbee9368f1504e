// `npm run bench:directory`: whether the time that a failed sign-in takes tells if the directory (a real OpenLDAP server) knows the name.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../src/base/config.ts';
import { openDirectory } from '../test/support/directory.ts';
import { openSignInGround } from '../test/support/sign-in.ts';
import { openSlapd, slapdBase, slapdService } from '../test/support/slapd.ts';
import { printMeasurements, type Measurement } from './bars.ts';
import { percentile } from './percentile.ts';

const pairs = Number(process.argv[2] ?? 200);
const warmUp = 10;
/** Further from one half than chance allows once in a thousand times, on both sides. */
const farShare = 3.29 / (2 * Math.sqrt(pairs));

const measurements: Measurement[] = [];
for (const hash of ['{SSHA}', '{ARGON2}'] as const) {
  const [unknown, wrong] = await pairedTimes(hash);
  const slower = unknown.filter((time, index) => time > (wrong[index] ?? 0)).length;
  measurements.push(
    { measure: `${hash}: an unknown name, p50`, value: percentile(unknown, 50), unit: ' ms' },
    { measure: `${hash}: a wrong password, p50`, value: percentile(wrong, 50), unit: ' ms' },
    { measure: `${hash}: unknown name to wrong password, at the median`, value: percentile(unknown, 50) / percentile(wrong, 50) },
    {
      measure: `${hash}: share of pairs in which the unknown name was slower, apart from one half`,
      value: Math.abs(slower / pairs - 0.5),
      bar: { atMost: farShare },
    },
  );
}
printMeasurements(measurements);

/** One after the other, in turns, so that whatever else the machine does meets both alike. */
async function pairedTimes(hash: '{SSHA}' | '{ARGON2}'): Promise<[number[], number[]]> {
  const ground = await openSignInGround();
  const slapd = await openSlapd(hash);
  const folder = await mkdtemp(join(tmpdir(), 'hengjian-bench-directory-'));
  await writeFile(join(folder, 'password'), slapdService.password);
  const settings = {
    HENGJIAN_LDAP_URL: slapd.url,
    HENGJIAN_LDAP_BIND_DN: slapdService.dn,
    HENGJIAN_LDAP_PASSWORD_FILE: join(folder, 'password'),
    HENGJIAN_LDAP_BASE: slapdBase,
  };
  const reached = openDirectory(readConfig(settings, {}).directory, undefined, {});
  const signIn = ground.signInWith({}, { directory: reached.directory });
  const timeOf = async (name: string): Promise<number> => {
    const startedAt = performance.now();
    await signIn.signIn(name, 'not the password', { place: { address: '10.1.2.3', device: '' }, device: undefined }).catch(() => {});
    return performance.now() - startedAt;
  };
  const times: [number[], number[]] = [[], []];
  // Each name fails once: neither the server's lock nor the wait of this service plays a part.
  for (let pair = 0; pair < pairs + warmUp; pair += 1) {
    await slapd.addPerson(`person-${pair}`, `职员${pair}`, 'kite-lamp-orchard-71');
    const order = pair % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const);
    for (const which of order) {
      const time = await timeOf(which === 0 ? `nobody-${pair}` : `person-${pair}`);
      if (pair >= warmUp) times[which].push(time);
    }
  }
  await reached.close();
  await slapd.close();
  await ground.close();
  await rm(folder, { recursive: true, force: true });
  return times;
}
