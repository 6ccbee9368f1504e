// Asking the person at the terminal; without a terminal, lines of standard input answer.
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { AppError } from '../base/errors.ts';

let piped: AsyncIterator<string> | undefined;

export async function askFor(prompt: string): Promise<string> {
  return process.stdin.isTTY ? askTerminal(prompt, true) : nextLine(prompt);
}

/** What is typed is not shown. */
export async function askSecret(prompt: string): Promise<string> {
  return process.stdin.isTTY ? askTerminal(prompt, false) : nextLine(prompt);
}

async function askTerminal(prompt: string, isShown: boolean): Promise<string> {
  process.stderr.write(`${prompt} `);
  const silence = new Writable({ write: (_, __, done) => done() });
  const questions = createInterface({ input: process.stdin, output: isShown ? process.stderr : silence, terminal: true });
  try {
    return await questions.question('');
  } finally {
    questions.close();
    if (!isShown) process.stderr.write('\n');
  }
}

async function nextLine(prompt: string): Promise<string> {
  piped ??= createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  const line = await piped.next();
  if (line.done === true) throw new AppError('invalid-input', { fault: `standard input ended before: ${prompt} (标准输入在此之前已结束)` });
  return line.value;
}
