// What the command line prints: results on standard output, everything else on standard error.

export interface Terminal {
  /** A line of the result. */
  readonly print: (line: string) => void;
  /** A remark for the person at the terminal. */
  readonly remark: (zh: string, en: string) => void;
  /** Redraws a progress bar; does nothing where no person is looking. */
  readonly progress: (label: string, done: number, total: number) => void;
}

const barCharacters = 24;

export function createTerminal(): Terminal {
  const isWatched = process.stderr.isTTY;
  let isBarShown = false;
  const clearBar = (): void => {
    if (isBarShown) process.stderr.write('\r\u001b[K');
    isBarShown = false;
  };
  return {
    print: (line) => {
      clearBar();
      process.stdout.write(`${line}\n`);
    },
    remark: (zh, en) => {
      clearBar();
      process.stderr.write(`${zh} ${en}\n`);
    },
    progress: (label, done, total) => {
      if (!isWatched) return;
      if (done >= total) return clearBar();
      const filled = Math.floor((done / Math.max(total, 1)) * barCharacters);
      process.stderr.write(`\r${label} ${'█'.repeat(filled)}${'░'.repeat(barCharacters - filled)} ${done}/${total}\u001b[K`);
      isBarShown = true;
    },
  };
}
