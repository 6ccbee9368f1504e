// The licence gate of `npm run check`: nothing ships whose licence asks for more than to be named.
import { fileURLToPath } from 'node:url';
import { bundledPackages } from './bundled.ts';
import { licenceFaults } from './licence-rule.ts';
import { readLock, shippedIn } from './shipped.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const shipped = shippedIn(readLock(new URL('../package-lock.json', import.meta.url)), bundledPackages(root));
const faults = licenceFaults(shipped);
if (faults.length > 0) {
  console.error(`These may not ship (scripts/licence-rule.ts):\n${faults.join('\n')}`);
  process.exitCode = 1;
} else console.log(`${shipped.length} packages ship, each under a permissive licence`);
