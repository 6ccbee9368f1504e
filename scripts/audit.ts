// `npm run audit`: known weaknesses of what is installed, as the package registry tells them. A registry that does not tell is said
// loudly: what was not looked at is not clean. Exit code 0: looked, nothing serious; 1: something serious; 3: could not look.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const reportSchema = z.object({
  vulnerabilities: z.record(z.string(), z.object({ severity: z.string() })),
  metadata: z.object({ vulnerabilities: z.record(z.string(), z.number()) }),
});
const serious = new Set(['high', 'critical']);
const couldNotLook = 3;

const { stdout, stderr } = spawnSync('npm', ['audit', '--audit=true', '--json', '--package-lock-only'], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  encoding: 'utf8',
  timeout: 60_000,
});
const report = reportSchema.safeParse(parsed(stdout));
if (!report.success) {
  const reason = /(?:audit|error) (.*\d{3}.*|.*E[A-Z]+.*)/.exec(stderr)?.[1] ?? 'no answer';
  console.log(`dependency audit NOT DONE: the package registry does not answer audits (${reason}). Run it where the registry does.`);
  process.exitCode = couldNotLook;
} else {
  const counts = Object.entries(report.data.metadata.vulnerabilities).filter(([kind, count]) => kind !== 'total' && count > 0);
  const named = Object.entries(report.data.vulnerabilities).filter(([, { severity }]) => serious.has(severity));
  for (const [name, { severity }] of named) console.log(`${severity}: ${name}`);
  console.log(`dependency audit done: ${counts.map(([kind, count]) => `${count} ${kind}`).join(', ') || 'nothing known'}`);
  process.exitCode = named.length > 0 ? 1 : 0;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
