// A process that replaces the keys of a small database again and again, until somebody ends it. First it reads all there is.
//   rotate-for-ever.ts FOLDER EXPECTED ADDRESSES [URL]
import { openSealedPlace } from './rotation.ts';

const [folder = '', expected = '', addresses = '', url] = process.argv.slice(2);
const place = await openSealedPlace(folder, url);
const found = JSON.stringify(await place.readAll(addresses.split(',')));
if (found !== expected) throw new Error(`What was kept does not open as it was written: ${found.slice(0, 200)}`);
const { rotate, settled } = await place.start();
process.stdout.write('begun\n');
for (;;) {
  await settled();
  await rotate();
  process.stdout.write('rotated\n');
}
