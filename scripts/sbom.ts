// `npm run sbom [file]`: the bill of materials of what ships, in CycloneDX, made by npm from the lock file and cut down to it.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { bundledPackages } from './bundled.ts';
import { readLock, shippedIn } from './shipped.ts';

const componentSchema = z.looseObject({ 'bom-ref': z.string(), name: z.string(), version: z.string(), group: z.string().optional() });
const billSchema = z.looseObject({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.string(),
  metadata: z.looseObject({ component: z.looseObject({ 'bom-ref': z.string(), name: z.string() }) }),
  components: z.array(componentSchema),
  dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()).optional() })),
});

const root = fileURLToPath(new URL('..', import.meta.url));
const made = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 1e8,
});
const bill = billSchema.parse(JSON.parse(made));
const shipped = new Set(shippedIn(readLock(new URL('../package-lock.json', import.meta.url)), bundledPackages(root)).map(keyOf));
// npm names the component after the folder it lies in.
bill.metadata.component.name = 'hengjian';
bill.components = bill.components.filter((component) => shipped.has(keyOf(component)));
const kept = new Set([bill.metadata.component['bom-ref'], ...bill.components.map((component) => component['bom-ref'])]);
bill.dependencies = bill.dependencies
  .filter(({ ref }) => kept.has(ref))
  .map((dependency) => ({ ...dependency, dependsOn: (dependency.dependsOn ?? []).filter((ref) => kept.has(ref)) }));

const file = process.argv[2] ?? 'sbom.cdx.json';
writeFileSync(file, `${JSON.stringify(bill, null, 2)}\n`);
console.log(`${bill.components.length} components, CycloneDX ${bill.specVersion}: ${file}`);

function keyOf({ name, version, group }: { readonly name: string; readonly version: string; readonly group?: string | undefined }): string {
  return `${group ? `${group}/` : ''}${name}@${version}`;
}
