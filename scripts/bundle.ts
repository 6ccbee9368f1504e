// `npm run bundle`: one archive with everything that an institution without a network needs (runtime, production modules, built
// pages, demo) and a checksum beside it. It holds what this machine has installed: build it on the kind of machine that it is for.
//   npm run bundle [-- --out FOLDER]
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { chmod, copyFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values: options } = parseArgs({ options: { out: { type: 'string', default: join(root, 'dist') } } });

const lockSchema = z.object({
  packages: z.record(z.string(), z.object({ dev: z.boolean().optional(), devOptional: z.boolean().optional() })),
});
const { version } = z.object({ version: z.string() }).parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
const name = `hengjian-${version}-${process.platform}-${process.arch}`;

const staging = await mkdtemp(join(tmpdir(), 'hengjian-bundle-'));
try {
  const folder = join(staging, name);
  await fill(folder);
  await mkdir(options.out, { recursive: true });
  const archive = join(options.out, `${name}.tar.gz`);
  const tar = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', '-C', staging, '-czf', archive, name];
  execFileSync('tar', tar, { stdio: 'inherit' });
  const sha256 = await sha256Of(archive);
  await writeFile(`${archive}.sha256`, `${sha256}  ${basename(archive)}\n`);
  console.log(`${archive}\n${sha256}`);
} finally {
  await rm(staging, { recursive: true, force: true });
}

async function fill(folder: string): Promise<void> {
  if (!existsSync(join(root, 'web', 'dist', 'index.html'))) throw new Error('The pages are not built: npm run build.');
  const copy = (path: string): Promise<void> => cp(join(root, path), join(folder, path), { recursive: true, filter: isNeeded });
  for (const path of ['src', 'web/dist', 'demo/library', 'demo/library.json', 'demo/questions.json', 'docs/operate']) await copy(path);
  for (const path of ['package.json', 'LICENSE', 'CHANGELOG.md', 'README.md', 'README.zh-CN.md']) await copy(path);
  const { packages } = lockSchema.parse(JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')));
  for (const [path, { dev, devOptional }] of Object.entries(packages)) {
    if (path !== '' && !dev && !devOptional && existsSync(join(root, path))) await copyModule(path, folder);
  }
  await mkdir(join(folder, 'runtime'));
  await copyFile(process.execPath, join(folder, 'runtime', 'node'));
  await mkdir(join(folder, 'bin'));
  await cp(join(root, 'scripts', 'bundle'), folder, { recursive: true });
  for (const command of ['bin/hengjian', 'install.sh']) await chmod(join(folder, command), 0o755);
  await chmod(join(folder, 'runtime', 'node'), 0o755);
  await writeFile(join(folder, 'VERSION'), `${version}\n`);
}

/** Modules below a module are packages of their own in the lock file. */
function copyModule(path: string, folder: string): Promise<void> {
  const source = join(root, path);
  const isOwn = (file: string): boolean => !relative(source, file).split(sep).includes('node_modules');
  return cp(source, join(folder, path), { recursive: true, filter: (file) => isOwn(file) && isNeeded(file) });
}

/** Source maps, declarations and tests are for those who develop. */
function isNeeded(file: string): boolean {
  if (file.startsWith(join(root, 'src'))) return !/\.test\.ts$|\.d\.ts$|[\\/]test-[a-z]+\.ts$/.test(file);
  return !/\.map$|\.d\.[cm]?ts$|\.test\.[cm]?[jt]s$|[\\/](test|tests|__tests__|\.github)$/.test(file);
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
