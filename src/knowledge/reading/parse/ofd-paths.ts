// Where a part of an OFD package is: locations are absolute, or relative to the part that names them.
import { posix } from 'node:path';

/** The name of the entry in the package; one that leads out of it names nothing. */
export function unzippedName(from: string, location: string): string {
  return location.startsWith('/') ? posix.normalize(location).slice(1) : posix.join(posix.dirname(from), location).replace(/^\//, '');
}
