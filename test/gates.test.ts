// A gate that sees nothing also passes: each rule is shown a violation, in a small house made for it, and must name it.
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gatesOf, runGate } from '../scripts/gates.ts';

interface Violation {
  readonly plants: string;
  readonly file: string;
  readonly content: string;
  /** What the report must say of the file. */
  readonly named: string;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const house = mkdtempSync(join(tmpdir(), 'hengjian-gates-'));

const configuration = [
  '.gitignore',
  'package.json',
  'tsconfig.json',
  '.oxlintrc.json',
  '.dependency-cruiser.mjs',
  'knip.json',
  'biome.json',
  'scripts/rooms.ts',
];

const innocent: Readonly<Record<string, string>> = {
  'src/main.ts': "import { openStore } from './store/store.ts';\n\nopenStore();\n",
  'src/base/clock.ts': 'export const secondMs = 1000;\n',
  'src/store/store.ts':
    "import { secondMs } from '../base/clock.ts';\nimport { table } from './table.ts';\n\nexport const openStore = () => [table, secondMs];\n",
  'src/store/table.ts': "export const table = 'documents';\n",
  'src/answer/contract.ts': "export const paths = ['/api/answers'];\n",
};

const boundaryViolations: readonly Violation[] = [
  {
    plants: 'an upward import',
    file: 'src/base/upward.ts',
    content: "import { openStore } from '../store/store.ts';\n\nexport const opened = openStore();\n",
    named: 'downward-only-base: src/base/upward.ts',
  },
  {
    plants: 'an upward import of a type',
    file: 'src/guard/upward-type.ts',
    content: "import type { Answer } from '../answer/answer.ts';\n\nexport const guarded: Answer = { text: '' };\n",
    named: 'downward-only-guard: src/guard/upward-type.ts',
  },
  {
    plants: 'product rooms that know each other',
    file: 'src/hotline/neighbour.ts',
    content: "import { review } from '../review/review.ts';\n\nexport const reviewed = review;\n",
    named: 'downward-only-hotline: src/hotline/neighbour.ts',
  },
  {
    plants: 'a binding that knows more above it than routes',
    file: 'src/ledger/ledger.http.ts',
    content: "import { paths } from '../answer/contract.ts';\n\nexport const bound = paths;\n",
    named: 'downward-only-ledger-bindings: src/ledger/ledger.http.ts',
  },
  {
    plants: "an import of another room's private file",
    file: 'src/knowledge/burglar.ts',
    content: "import { table } from '../store/table.ts';\n\nexport const stolen = table;\n",
    named: 'front-doors-only: src/knowledge/burglar.ts',
  },
  {
    plants: 'a bench that enters by a private file',
    file: 'bench/burglar.ts',
    content: "import { table } from '../src/store/table.ts';\n\nexport const stolen = table;\n",
    named: 'front-doors-only-benches: bench/burglar.ts',
  },
  {
    plants: 'a cycle',
    file: 'src/ledger/egg.ts',
    content: "import { hen } from './hen.ts';\n\nexport const egg: string = hen;\n",
    named: 'no-cycle: src/ledger/egg.ts',
  },
  {
    plants: 'a room that is not on the map',
    file: 'src/attic/attic.ts',
    content: "import { secondMs } from '../base/clock.ts';\n\nexport const attic = secondMs;\n",
    named: 'every-room-has-a-floor: src/attic/attic.ts',
  },
  {
    plants: 'a page that reaches behind the contracts',
    file: 'web/src/nosy.ts',
    content: "import { openStore } from '../../src/store/store.ts';\n\nexport const nosy = openStore();\n",
    named: 'web-knows-contracts-only: web/src/nosy.ts',
  },
  {
    plants: 'a contract that needs Node',
    file: 'src/review/contract.ts',
    content: "import { token } from '../base/token.ts';\n\nexport const fresh = token;\n",
    named: 'contracts-run-in-the-browser: src/review/contract.ts',
  },
  {
    plants: 'a socket that is imported at run time',
    file: 'src/value/hidden-socket.ts',
    content: "export const leak = async () => (await import('node:net')).connect(80);\n",
    named: 'one-door-out: src/value/hidden-socket.ts',
  },
  {
    plants: 'a call from the room that only listens',
    file: 'src/http/caller.ts',
    content: "import { get } from 'https';\n\nexport const leak = () => get('https://example.org');\n",
    named: 'one-door-out: src/http/caller.ts',
  },
  {
    plants: 'a database of its own',
    file: 'src/drafting/driver.ts',
    content: "import pg from 'pg';\n\nexport const pool = new pg.Pool();\n",
    named: 'one-door-out: src/drafting/driver.ts',
  },
  {
    plants: 'a product that leans on its tests',
    file: 'src/models/leaning.ts',
    content: "import { fake } from '../../test/support/fake.ts';\n\nexport const model = fake;\n",
    named: 'product-stands-alone: src/models/leaning.ts',
  },
];

const bystanders: Readonly<Record<string, string>> = {
  'src/answer/answer.ts': 'export interface Answer {\n  readonly text: string;\n}\n',
  'src/review/review.ts': "export const review = 'review';\n",
  'src/ledger/hen.ts': "import { egg } from './egg.ts';\n\nexport const hen: string = egg;\n",
  'src/base/token.ts': "import { randomBytes } from 'node:crypto';\n\nexport const token = randomBytes(4).toString('hex');\n",
  'test/support/fake.ts': "export const fake = 'fake';\n",
};

const lintViolations: readonly Violation[] = [
  {
    plants: 'an any',
    file: 'src/guard/any.ts',
    content: 'export const anything = (text: any) => String(text);\n',
    named: 'no-explicit-any',
  },
  {
    plants: 'a floating promise',
    file: 'src/guard/floating.ts',
    content: 'const later = async () => 1;\n\nexport function forget(): void {\n  later();\n}\n',
    named: 'no-floating-promises',
  },
  {
    plants: 'a switch that forgets a case',
    file: 'src/guard/forgetful.ts',
    content:
      "export function word(kind: 'in' | 'out'): string {\n  switch (kind) {\n    case 'in':\n      return '入';\n  }\n  return '';\n}\n",
    named: 'switch-exhaustiveness-check',
  },
  { plants: 'a default export', file: 'src/guard/default.ts', content: 'export default 1;\n', named: 'no-default-export' },
  {
    plants: 'a console.log',
    file: 'src/guard/chatty.ts',
    content: "console.log('found');\n\nexport const chatty = true;\n",
    named: 'no-console',
  },
  {
    plants: 'an outbound fetch',
    file: 'src/models/outbound.ts',
    content: "export const leak = () => fetch('https://example.org');\n",
    named: 'src/egress only',
  },
  {
    plants: 'an outbound socket',
    file: 'src/models/socket.ts',
    content: "import { connect } from 'node:net';\n\nexport const leak = () => connect(80);\n",
    named: 'src/egress only',
  },
  ...['undici', 'node:http', 'node:https', 'node:http2', 'node:tls', 'node:dns', 'node:dns/promises', 'node:dgram', 'https', 'pg'].map(
    (module, number) => ({
      plants: `an import of ${module}`,
      file: `src/models/network-${number}.ts`,
      content: `import * as network from '${module}';\n\nexport const leak = () => network;\n`,
      named: 'src/egress only',
    }),
  ),
  {
    plants: 'a web socket',
    file: 'src/models/web-socket.ts',
    content: "export const leak = () => new WebSocket('wss://example.org');\n",
    named: 'src/egress only',
  },
  {
    plants: 'a call from the door that only listens',
    file: 'src/http/outbound.ts',
    content: "export const leak = () => fetch('https://example.org');\n",
    named: 'src/egress only',
  },
  {
    plants: 'a setting read from the environment',
    file: 'src/models/setting.ts',
    content: "export const setting = process.env['SETTING'];\n",
    named: 'src/base/config.ts',
  },
  {
    plants: 'a file that is too long',
    file: 'src/guard/long.ts',
    content: Array.from({ length: 401 }, (_, line) => `export const line${line} = ${line};\n`).join(''),
    named: 'max-lines',
  },
];

const others = {
  unused: { file: 'src/store/forgotten.ts', content: 'export const forgotten = 1;\n' },
  unformatted: { file: 'src/store/unformatted.ts', content: 'export const   wide = "1"\n' },
  illTyped: { file: 'src/store/ill-typed.ts', content: "export const count: number = 'one';\n" },
};

beforeAll(() => {
  for (const file of configuration) cpSync(join(root, file), join(house, file));
  symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'));
  for (const [file, content] of Object.entries({ ...innocent, ...bystanders })) put(file, content);
  for (const { file, content } of [...boundaryViolations, ...lintViolations, ...Object.values(others)]) put(file, content);
});

afterAll(() => rmSync(house, { recursive: true, force: true }));

describe('the map of rooms', () => {
  let report = '';
  beforeAll(async () => {
    report = await reportOf('rooms and doors');
  });

  test.for(boundaryViolations)('names $plants', ({ named }) => {
    expect(report).toContain(named);
  });

  test('says nothing of files that keep the rules', () => {
    for (const file of Object.keys(innocent)) expect(report).not.toContain(`: ${file} →`);
  });
});

describe('the linter', () => {
  let findings: string[] = [];
  beforeAll(async () => {
    findings = (await reportOf('lint')).split('\n\n');
  });

  test.for(lintViolations)('names $plants', ({ file, named }) => {
    expect(findings.filter((finding) => finding.includes(`[${file}:`)).join('\n')).toContain(named);
  });

  test('says nothing of files that keep the rules', () => {
    expect(findings.filter((finding) => Object.keys(innocent).some((file) => finding.includes(`[${file}:`)))).toEqual([]);
  });
});

test.for([
  ['nothing unused', others.unused.file],
  ['format', others.unformatted.file],
  ['types', others.illTyped.file],
] as const)('the gate of %s names %s', async ([gate, file]) => {
  expect(await reportOf(gate)).toContain(file);
});

async function reportOf(name: string): Promise<string> {
  const gate = gatesOf(house).find((candidate) => candidate.name === name);
  if (gate === undefined) throw new Error(`No gate is called ${name}`);
  const { passed, output } = await runGate(gate, house);
  expect(passed).toBe(false);
  return output;
}

function put(file: string, content: string): void {
  mkdirSync(join(house, dirname(file)), { recursive: true });
  writeFileSync(join(house, file), content);
}
