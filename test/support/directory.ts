// The directory of an institution as the product would reach it: through the door to the network, under the product's own rules.
import type { DirectorySettings } from '../../src/base/directory-settings.ts';
import { silentLog } from '../../src/base/log.ts';
import { readAuthorities } from '../../src/egress/authorities.ts';
import { createEgress } from '../../src/egress/egress.ts';
import { createDirectory, type Directory, directoryRules } from '../../src/sign-in/directory/directory.ts';

/** Refuses at once, unless a test is about that. `authority`: PEM file of who is believed besides the usual authorities. */
export function openDirectory(
  settings: DirectorySettings,
  authority?: string,
  changed: Partial<Directory> = { refusedAfterMs: 0 },
): { directory: Directory; close(): Promise<void> } {
  const rules = directoryRules(settings);
  const egress = createEgress({ rules: () => rules, log: silentLog, authorities: readAuthorities(authority) });
  return { directory: { ...createDirectory(settings, { egress, log: silentLog }), ...changed }, close: () => egress.close() };
}
