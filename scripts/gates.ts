// The gates that every change passes, as commands. `npm run check` runs them; test/gates.test.ts plants violations behind them.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

export interface Gate {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

export interface GateResult {
  readonly gate: Gate;
  readonly passed: boolean;
  readonly output: string;
  readonly seconds: number;
}

/** TypeScript 7, a fifth of the time of 6, which stays for dependency-cruiser: with 7 it sees no modules and passes everything. */
const compiler = 'node_modules/typescript-native/bin/tsc';

const sourceFolders = ['src', 'web/src', 'test', 'bench', 'scripts', 'demo'];

/** The gates that apply to the tree at `root`, slowest first so that two at a time end together. */
export function gatesOf(root: string): readonly Gate[] {
  const folders = sourceFolders.filter((folder) => existsSync(join(root, folder)));
  const gates: readonly (Gate & { readonly needs?: string })[] = [
    { name: 'types', command: 'node', args: [compiler, '--noEmit', '-p', '.'] },
    {
      name: 'types of the pages',
      command: 'node',
      args: [compiler, '--noEmit', '-p', 'web'],
      needs: 'web/tsconfig.json',
    },
    { name: 'rooms and doors', command: 'depcruise', args: ['--output-type', 'err-long', ...folders] },
    { name: 'lint', command: 'oxlint', args: [] },
    { name: 'nothing unused', command: 'knip', args: ['--no-progress', '--no-config-hints'] },
    { name: 'generated files', command: 'node', args: ['scripts/gen.ts', '--check'], needs: 'scripts/gen.ts' },
    { name: 'licences', command: 'node', args: ['scripts/licences.ts'], needs: 'scripts/licences.ts' },
    { name: 'format', command: 'biome', args: ['format', '--reporter', 'summary', '.'] },
  ];
  return gates.filter(({ needs }) => needs === undefined || existsSync(join(root, needs)));
}

export function runGate(gate: Gate, root: string): Promise<GateResult> {
  const startedAt = performance.now();
  const path = `${join(root, 'node_modules', '.bin')}${delimiter}${process.env['PATH'] ?? ''}`;
  const child = spawn(gate.command, gate.args, {
    cwd: root,
    env: { ...process.env, PATH: path, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      // Some tools colour their output on build servers whatever they are told.
      const output = stripVTControlCharacters(Buffer.concat(chunks).toString('utf8')).trim();
      resolve({ gate, passed: code === 0, output, seconds: (performance.now() - startedAt) / 1000 });
    });
  });
}
