// What ships is known, is free to ship, and is written down.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { bundledPackages } from '../scripts/bundled.ts';
import { licenceFaults } from '../scripts/licence-rule.ts';
import { type Lock, readLock, shippedIn } from '../scripts/shipped.ts';

const root = join(import.meta.dirname, '..');
const lock: Lock = {
  packages: {
    '': {},
    'node_modules/server': { version: '1.0.0', license: 'MIT', dependencies: { deep: '1' } },
    'node_modules/deep': { version: '1.0.0', license: 'ISC' },
    'node_modules/page': { version: '2.0.0', license: 'MIT', dev: true, dependencies: { inner: '1' } },
    'node_modules/page/node_modules/inner': { version: '1.0.0', license: 'AGPL-3.0-only', dev: true },
    'node_modules/inner': { version: '9.0.0', license: 'MIT', dev: true },
    'node_modules/tool': { version: '1.0.0', license: 'GPL-3.0', dev: true },
  },
};

test('what runs on the server and what the pages carry ships, tools do not', () => {
  expect(shippedIn(lock, ['page']).map(({ name, version }) => `${name}@${version}`)).toEqual([
    'deep@1.0.0',
    'page@2.0.0',
    'inner@1.0.0',
    'server@1.0.0',
  ]);
});

test('a licence that asks for more than to be named may not ship', () => {
  expect(licenceFaults(shippedIn(lock, ['page']))).toEqual(['inner@1.0.0 is under AGPL-3.0-only']);
  const faults = (licence: string | undefined): number => licenceFaults([{ name: 'x', version: '1.0.0', licence }]).length;
  expect(['GPL-3.0', 'LGPL-2.1', 'MPL-2.0', 'SSPL-1.0', 'MIT AND GPL-2.0', 'UNLICENSED', undefined].map(faults)).toEqual([
    1, 1, 1, 1, 1, 1, 1,
  ]);
  expect(['MIT', '(MPL-2.0 OR Apache-2.0)', 'MIT AND Apache-2.0', '(MIT OR GPL-2.0)'].map(faults)).toEqual([0, 0, 0, 0]);
});

test('the pages carry what they import, and it ships with its licences in order', () => {
  const bundled = bundledPackages(root);
  expect(bundled).toEqual(expect.arrayContaining(['antd', 'react', 'react-dom', 'pdfjs-dist', '@tanstack/react-query']));
  const shipped = shippedIn(readLock(join(root, 'package-lock.json')), bundled);
  expect(shipped.map(({ name }) => name)).toEqual(expect.arrayContaining(['hono', 'undici', 'antd', 'node']));
  expect(shipped.map(({ name }) => name)).not.toContain('vitest');
  expect(licenceFaults(shipped)).toEqual([]);
});

test('the bill of materials lists every package that ships, with version and hash', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'hengjian-sbom-')), 'sbom.cdx.json');
  execFileSync(process.execPath, [join(root, 'scripts', 'sbom.ts'), file], { stdio: 'ignore' });
  const component = z.object({
    name: z.string(),
    group: z.string().optional(),
    version: z.string(),
    purl: z.string(),
    hashes: z.array(z.object({ alg: z.string() })),
  });
  const bill = z
    .object({
      bomFormat: z.literal('CycloneDX'),
      metadata: z.object({ component: z.object({ name: z.literal('hengjian') }) }),
      components: z.array(component),
    })
    .parse(JSON.parse(readFileSync(file, 'utf8')));
  const shipped = shippedIn(readLock(join(root, 'package-lock.json')), bundledPackages(root));
  expect(new Set(bill.components.map(({ group, name, version }) => `${group ? `${group}/` : ''}${name}@${version}`))).toEqual(
    new Set(shipped.map(({ name, version }) => `${name}@${version}`)),
  );
});
