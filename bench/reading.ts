// How fast files become passages, and how well the dirty one is cleaned. Reads development data from HENGJIAN_BENCH_DATA.
// Speed counts a page as 1,000 characters of reading text; each file is read until a second has passed.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDocument } from '../src/knowledge/reading/read-document.ts';

const data = process.env['HENGJIAN_BENCH_DATA'];
const needed = ['policy-documents', 'documents', 'policyqa/reference'];
const missing =
  data === undefined ? ['HENGJIAN_BENCH_DATA'] : needed.map((folder) => join(data, folder)).filter((path) => !existsSync(path));
if (data === undefined || missing.length > 0) {
  console.error(`缺少测试数据 missing: ${missing.join(', ')}`);
  process.exit(2);
}

const policyFolder = join(data, 'policy-documents');
const sampleFolder = join(data, 'documents');
const groups = {
  'TXT (dirty and clean)': readdirSync(policyFolder).map((name) => join(policyFolder, name)),
  HTML: [join(sampleFolder, 'gov-page.html')],
  DOCX: ['gongwen.docx', 'report.docx'].map((name) => join(sampleFolder, name)),
  PDF: ['gongwen.pdf', 'report.pdf'].map((name) => join(sampleFolder, name)),
};

for (const [group, paths] of Object.entries(groups)) console.log(`${group}: ${(await pagesPerSecond(paths)).toFixed(0)} pages/s`);
for (const reference of readdirSync(join(data, 'policyqa/reference')).filter((name) => name.endsWith('.clean.txt'))) {
  const source = join(policyFolder, reference.replace('.clean.txt', '.txt'));
  const expected = comparable(readFileSync(join(data, 'policyqa/reference', reference), 'utf8'));
  const actual = comparable((await read(source)).text);
  const distance = editDistance(expected, actual);
  console.log(
    `CER against the reference cleaning: ${((distance / expected.length) * 100).toFixed(2)} % (${distance} of ${expected.length} characters)`,
  );
}

async function pagesPerSecond(paths: readonly string[]): Promise<number> {
  for (const path of paths) await read(path);
  let characters = 0;
  const start = performance.now();
  while (performance.now() - start < 1000) for (const path of paths) characters += (await read(path)).text.length;
  return characters / (performance.now() - start);
}

async function read(path: string): Promise<{ text: string }> {
  const outcome = await readDocument({ name: path, bytes: readFileSync(path) });
  if (outcome.kind === 'rejected') throw new Error(`${path}: ${outcome.reason}`);
  return outcome.reading;
}

function comparable(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '');
}

function editDistance(a: string, b: string): number {
  let previous = Uint32Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = new Uint32Array(b.length + 1);
    current[0] = row;
    for (let column = 1; column <= b.length; column += 1) {
      const change = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current[column] = Math.min(change, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1);
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
