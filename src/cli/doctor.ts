// `hengjian doctor`: looks at what the product stands on and says what to do where something is wrong. Changes nothing.
import { access, constants, mkdir, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Config } from '../base/config.ts';
import { isPortFree } from '../http/listen.ts';
import { ownerOf } from '../store/folder-lock.ts';
import { openServer } from '../store/server.ts';
import { checkDirectory } from './check-directory.ts';
import { type Finding, finding, printFinding } from './finding.ts';
import type { Terminal } from './terminal.ts';

const minFreeBytes = 1024 ** 3;

/** Resolves to whether nothing is at fault. */
export async function diagnose(config: Config, terminal: Terminal, json: boolean): Promise<boolean> {
  const findings = await Promise.all([
    checkRuntime(),
    checkPages(),
    checkFolder(config),
    checkSpace(config),
    checkDatabase(config),
    checkPort(config),
    checkDirectory(config),
  ]).then((found) => found.flat());
  for (const found of findings) printFinding(terminal, found, json);
  return findings.every(({ state }) => state !== 'fault');
}

async function checkRuntime(): Promise<Finding> {
  return finding('runtime', 'ok', `运行时 Node ${process.version}`, `Runtime: Node ${process.version}`);
}

async function checkPages(): Promise<Finding> {
  const isBuilt = existsSync(fileURLToPath(new URL('../../web/dist/index.html', import.meta.url)));
  return isBuilt
    ? finding('pages', 'ok', '网页已构建', 'The web pages are built')
    : finding(
        'pages',
        'warning',
        '网页尚未构建：运行 npm start 或 npm run build',
        'The web pages are not built: run npm start or npm run build',
      );
}

async function checkFolder({ dataFolder }: Config): Promise<Finding> {
  const owner = await ownerOf(dataFolder);
  if (owner)
    return finding(
      'folder',
      'ok',
      `数据目录 ${dataFolder} 由进程 ${owner.pid} 使用（${owner.url ?? '正在启动'}）`,
      `The data folder ${dataFolder} is in use by process ${owner.pid} (${owner.url ?? 'starting'})`,
    );
  const isWritable = await mkdir(dataFolder, { recursive: true })
    .then(() => access(dataFolder, constants.W_OK))
    .then(
      () => true,
      () => false,
    );
  return isWritable
    ? finding('folder', 'ok', `数据目录 ${dataFolder} 可写，未被占用`, `The data folder ${dataFolder} is writable and free`)
    : finding(
        'folder',
        'fault',
        `数据目录 ${dataFolder} 不可写：检查权限，或用 HENGJIAN_DATA 指定其他目录`,
        `The data folder ${dataFolder} is not writable: check permissions, or name another with HENGJIAN_DATA`,
      );
}

async function checkSpace({ dataFolder }: Config): Promise<Finding> {
  const disk = await statfs(existsSync(dataFolder) ? dataFolder : dirname(dataFolder)).catch(() => undefined);
  if (!disk) return finding('space', 'warning', '无法得知剩余磁盘空间', 'The free disk space is unknown');
  const freeBytes = disk.bavail * disk.bsize;
  const gigabytes = (freeBytes / 1024 ** 3).toFixed(1);
  return finding('space', freeBytes < minFreeBytes ? 'warning' : 'ok', `剩余磁盘空间 ${gigabytes} GB`, `Free disk space: ${gigabytes} GB`);
}

async function checkDatabase({ databaseUrl, dataFolder }: Config): Promise<Finding> {
  if (!databaseUrl)
    return existsSync(join(dataFolder, 'database'))
      ? finding('database', 'ok', '内置数据库已建立', 'The embedded database exists')
      : finding('database', 'ok', '内置数据库将在首次启动时建立', 'The embedded database will be made at the first start');
  try {
    const server = await openServer(databaseUrl);
    await server.close();
    return finding('database', 'ok', '数据库服务器可以连接', 'The database server answers');
  } catch {
    return finding(
      'database',
      'fault',
      '无法连接数据库服务器：检查 DATABASE_URL 和服务',
      'The database server does not answer: check DATABASE_URL and the server',
    );
  }
}

async function checkPort({ host, port, dataFolder }: Config): Promise<Finding> {
  if (await ownerOf(dataFolder)) return finding('port', 'ok', '服务正在运行', 'The service is running');
  const isFree = await isPortFree(host, port);
  return isFree
    ? finding('port', 'ok', `端口 ${port} 可用`, `Port ${port} is free`)
    : finding('port', 'fault', `端口 ${port} 已被占用：用 PORT 指定其他端口`, `Port ${port} is taken: choose another with PORT`);
}
