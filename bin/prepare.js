// What stands between a fresh clone and the carried runtime. Plain JavaScript: it runs on the Node that the machine has.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');
const commands = join(modules, '.bin');
const carriedNode = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const webBuild = join(root, 'web', 'dist');
const webBuildMark = join(webBuild, '.built-from');
/** What vite 8, npm 11 and this folder's syntax need of the machine's own Node. */
const oldestNode = [20, 19];

/** Checks the machine's Node and installs from the lock file whatever is missing. */
export function prepare() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
    stop(
      `需要 Node ${oldestNode.join('.')} 或更高版本，当前是 ${process.version}；请升级后重试。`,
      `Node ${oldestNode.join('.')} or newer is needed, this is ${process.version}: upgrade it and try again.`,
    );
  }
  if (!isInstalled()) install();
}

/** Builds the web pages unless the last build was made from the same sources. */
export function buildWeb() {
  if (!existsSync(join(root, 'web', 'index.html'))) return;
  const fingerprint = webFingerprint();
  if (readIfThere(webBuildMark) === fingerprint) return;
  say('正在构建网页……', 'Building the web pages...');
  const built = spawnSync(carriedNode, [join(modules, 'vite', 'bin', 'vite.js'), 'build', 'web', '--logLevel', 'warn'], {
    cwd: root,
    env: carriedEnvironment(),
    stdio: ['ignore', 2, 2],
  });
  if (built.status !== 0) stop('网页构建失败，原因见上。', 'Building the web pages failed for the reason above.');
  writeFileSync(webBuildMark, fingerprint);
}

/** Runs a file of this project on the carried runtime; this process then ends as that one does. */
export function run(file, args) {
  const child = spawn(carriedNode, [join(root, file), ...args], { env: carriedEnvironment(), stdio: 'inherit' });
  child.on('error', (error) => stop(`无法启动：${error.message}。`, `Cannot start: ${error.message}.`));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // A terminal interrupts the child by itself; passing that on would interrupt it twice.
    process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY) || child.kill(signal));
  }
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/** npm keeps a record of what it installed, and writes it last; it must hold everything that the lock file asks for. */
function isInstalled() {
  const record = readIfThere(join(modules, '.package-lock.json'));
  if (record === undefined || !existsSync(carriedNode)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(record).packages;
  return Object.entries(wanted).every(([path, { version, optional }]) =>
    path === '' || present[path] === undefined ? path === '' || optional === true : present[path].version === version,
  );
}

function install() {
  say('正在安装依赖，首次约需一两分钟……', 'Installing what is needed; the first time takes a minute or two...');
  // `npm run` puts this project's commands first: npm would then run on the very runtime that it is about to replace.
  const path = process.env.PATH.split(delimiter).filter((folder) => !folder.startsWith(modules));
  const npm = spawnSync('npm', ['ci', '--include=dev', '--loglevel=error'], {
    cwd: root,
    env: { ...process.env, PATH: path.join(delimiter) },
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (npm.error !== undefined) stop('没有找到 npm；请安装带 npm 的 Node。', 'npm was not found: install a Node that brings npm.');
  if (npm.status !== 0 && /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET/.test(npm.stderr)) {
    stop(
      '安装依赖需要网络，但连不上 npm 源；请联网或设置可用的 npm 源后重试。',
      'Installing needs the network and the npm registry cannot be reached: connect, or set a registry that can be, and try again.',
    );
  }
  if (npm.status !== 0) {
    process.stderr.write(npm.stderr);
    stop('依赖安装失败，npm 的说明见上。', 'Installing failed; npm says why above.');
  }
  if (!isInstalled()) {
    stop(
      '依赖安装不完整；请用 npm config set ignore-scripts false 允许安装脚本后重试。',
      'The installation is incomplete: allow install scripts (npm config set ignore-scripts false) and try again.',
    );
  }
}

/** The pages are made of web/, the contracts that they speak, the base that those stand on, and the libraries of the lock file. */
function webFingerprint() {
  const hash = createHash('sha256');
  const sources = [
    ...filesUnder(join(root, 'web')),
    ...filesUnder(join(root, 'src')).filter((file) => /[\\/]contract\.ts$|[\\/]src[\\/]base[\\/]/.test(file)),
    join(root, 'package-lock.json'),
  ];
  for (const file of sources) {
    const content = readFileSync(file);
    hash.update(`${relative(root, file)} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map((entry) => ({ entry, path: join(folder, entry.name) }))
    .filter(({ path }) => path !== webBuild)
    .flatMap(({ entry, path }) => (entry.isDirectory() ? filesUnder(path) : [path]));
}

/** Commands started from the child find this project's tools first, and so the carried runtime. */
function carriedEnvironment() {
  return {
    // A third of a start is compiling what the last start compiled.
    NODE_COMPILE_CACHE: join(modules, '.cache', 'compiled'),
    ...process.env,
    PATH: `${commands}${delimiter}${process.env.PATH ?? ''}`,
  };
}

function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function say(chinese, english) {
  process.stderr.write(`${chinese} ${english}\n`);
}

function stop(chinese, english) {
  say(chinese, english);
  process.exit(1);
}
