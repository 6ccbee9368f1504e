// Reads files in child processes with limits of memory and time: a file that hangs or kills its reader costs one child, never the server.
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { SourceFile } from './read-document.ts';
import type { PassageDraft, ReadOutcome, RejectionReason } from './reading.ts';

/** What reading a file came to, with the passages of one that could be read. */
export type ReadResult =
  | (Extract<ReadOutcome, { kind: 'read' }> & { readonly passages: readonly PassageDraft[] })
  | Extract<ReadOutcome, { kind: 'rejected' }>;

export interface Reader {
  read(file: SourceFile): Promise<ReadResult>;
  /** Ends the children; files that are being read come back as `damaged`. */
  close(): void;
}

export interface ReaderOptions {
  /** Files read at the same time. */
  readonly children: number;
  readonly timeLimitMs?: number;
  readonly memoryLimitMegabytes?: number;
  /** Another program for the children, for tests of what happens when one fails. */
  readonly program?: URL;
}

interface Task {
  readonly file: SourceFile;
  readonly resolve: (result: ReadResult) => void;
}

/** A clean file of some hundred pages takes a second; limits from the measurements of hostile files. */
const defaultTimeLimitMs = 20_000;
const defaultMemoryLimitMegabytes = 512;

export function createReader(options: ReaderOptions): Reader {
  const waiting: Task[] = [];
  const children = Array.from({ length: options.children }, () => new ReadingChild(options));
  const startNext = () => {
    const child = children.find((candidate) => !candidate.isBusy);
    const task = child === undefined ? undefined : waiting.shift();
    if (child === undefined || task === undefined) return;
    void child.read(task.file).then((result) => {
      task.resolve(result);
      startNext();
    });
  };
  return {
    read: (file) =>
      new Promise((resolve) => {
        waiting.push({ file, resolve });
        startNext();
      }),
    close: () => {
      for (const task of waiting.splice(0)) task.resolve(rejected('damaged'));
      for (const child of children) child.stop();
    },
  };
}

function rejected(reason: RejectionReason): ReadResult {
  return { kind: 'rejected', reason };
}

/** One child process, started with its first file and again after a failure. */
class ReadingChild {
  isBusy = false;
  private process: ChildProcess | undefined;
  private readonly options: ReaderOptions;

  constructor(options: ReaderOptions) {
    this.options = options;
  }

  async read(file: SourceFile): Promise<ReadResult> {
    this.isBusy = true;
    try {
      return await this.exchange(file);
    } finally {
      this.isBusy = false;
    }
  }

  stop(): void {
    this.process?.kill('SIGKILL');
    this.process = undefined;
  }

  private exchange(file: SourceFile): Promise<ReadResult> {
    const child = (this.process ??= this.start());
    return new Promise((resolve) => {
      const settle = (result: ReadResult) => {
        clearTimeout(timer);
        child.removeAllListeners();
        child.unref();
        child.channel?.unref();
        resolve(result);
      };
      const timer = setTimeout(() => {
        this.stop();
        settle(rejected('timed-out'));
      }, this.options.timeLimitMs ?? defaultTimeLimitMs);
      const fail = () => {
        this.stop();
        settle(rejected('damaged'));
      };
      child.ref();
      child.channel?.ref();
      child.once('message', (result: ReadResult) => settle(result));
      child.once('exit', fail);
      child.once('error', fail);
      // A plain Uint8Array: the child's parsers must not see a Buffer that shares its memory with others.
      child.send({ name: file.name, bytes: new Uint8Array(file.bytes) }, (error) => {
        if (error !== null) fail();
      });
    });
  }

  private start(): ChildProcess {
    const program = this.options.program ?? new URL('./read-worker.ts', import.meta.url);
    return fork(fileURLToPath(program), {
      execArgv: [`--max-old-space-size=${this.options.memoryLimitMegabytes ?? defaultMemoryLimitMegabytes}`],
      // Structured clone carries bytes as they are; JSON would write every byte as a number.
      serialization: 'advanced',
      // The child needs no settings of the server, and must not see its keys.
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
  }
}
