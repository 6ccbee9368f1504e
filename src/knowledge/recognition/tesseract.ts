// The program `tesseract` of this machine, run once for each picture, with the picture on its input and a table on its output.
import { spawn } from 'node:child_process';
import { AppError } from '../../base/errors.ts';
import type { RecogniseElsewhere } from '../reading/ocr/elsewhere.ts';
import type { OcrLine } from '../reading/ocr/ocr-engine.ts';
import { evenly, uprightCorners } from './evenly.ts';

const language = 'chi_sim';
/** A dense page takes two seconds of one core. */
const timeLimitMs = 60_000;
/** A page of 3,000 characters makes a table of some 200 kB. */
const mostOutputBytes = 16_000_000;

/** Fails, and says what to install, unless the program and its Chinese are there. */
export async function requireTesseract(program = 'tesseract'): Promise<void> {
  const listed = await run(program, ['--list-langs'], new Uint8Array()).catch(() => undefined);
  const missing = listed === undefined ? 'tesseract' : !listed.split('\n').includes(language) && `tesseract ${language}`;
  if (missing)
    throw new AppError('configuration-invalid', {
      fault: `HENGJIAN_OCR: 本机没有 ${missing}，请安装，或改用 ppocr；${missing} is not on this machine, install it or use ppocr (Debian: apt-get install tesseract-ocr tesseract-ocr-chi-sim)`,
    });
}

export function createTesseract(program = 'tesseract'): RecogniseElsewhere {
  return async (picture) => linesOf(await run(program, ['stdin', 'stdout', '-l', language, '--psm', '3', 'tsv'], picture));
}

/** With one thread: several only wait for each other. It needs no settings of the server, and must not see its keys. */
function run(program: string, programArguments: readonly string[], input: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, programArguments, {
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', OMP_THREAD_LIMIT: '1' },
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: timeLimitMs,
      killSignal: 'SIGKILL',
    });
    const output: Buffer[] = [];
    let length = 0;
    child.stdout.on('data', (part: Buffer) => {
      output.push(part);
      length += part.length;
      if (length > mostOutputBytes) child.kill('SIGKILL');
    });
    // It may end before it has read all: how it ended tells.
    child.stdin.on('error', () => {});
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(Buffer.concat(output).toString('utf8')) : reject(new Error(`tesseract ended with ${code}`)),
    );
    child.stdin.end(input);
  });
}

/** Rows of its table: 4 is a line, 5 a word of the line before. */
const [lineLevel, wordLevel] = ['4', '5'];

interface Row {
  readonly level: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** From 0 to 100. */
  readonly confidence: number;
  readonly text: string;
}

function linesOf(table: string): OcrLine[] {
  const lines: { readonly row: Row; readonly words: Row[] }[] = [];
  for (const row of table.split('\n').slice(1).flatMap(rowOf)) {
    if (row.level === lineLevel) lines.push({ row, words: [] });
    else if (row.level === wordLevel && row.text.trim() !== '') lines.at(-1)?.words.push(row);
  }
  return lines.filter(({ words }) => words.length > 0).map(({ row, words }) => lineOf(row, words));
}

function rowOf(line: string): Row[] {
  const [level = '', , , , , , left, top, width, height, confidence, text = ''] = line.split('\t');
  const numbers = [left, top, width, height, confidence].map(Number);
  if (numbers.some((number) => !Number.isFinite(number))) return [];
  const [x = 0, y = 0, w = 0, h = 0, sure = 0] = numbers;
  return [{ level, left: x, top: y, width: w, height: h, confidence: sure, text: text.trim() }];
}

/** Words of Chinese stand together; those of letters and figures do not. */
function lineOf(line: Row, words: readonly Row[]): OcrLine {
  const along = (x: number): number => Math.min(1, Math.max(0, (x - line.left) / Math.max(1, line.width)));
  const characters = words.flatMap((word, index) => {
    const before = words[index - 1];
    const isApart = before !== undefined && /[\w,.;:)]$/.test(before.text) && /^[\w(]/.test(word.text);
    const [from, to] = [along(word.left), along(word.left + word.width)];
    const confidence = word.confidence / 100;
    return [...(isApart ? evenly(' ', confidence, from, from) : []), ...evenly(word.text, confidence, from, to)];
  });
  return { corners: uprightCorners(line), characters };
}
