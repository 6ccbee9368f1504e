// Reads files in child processes with limits of memory and time: a file that hangs or kills its reader costs one child, never the server.
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { AppError } from '../../base/errors.ts';
import { grades } from '../../base/grade.ts';
import type { PictureToRecognise, RecogniseElsewhere, RecognisedLines } from './ocr/elsewhere.ts';
import type { SourceFile } from './parse-file.ts';
import type { OnPage } from './parse-options.ts';
import type { ReadOutcome, RejectionReason } from './reading.ts';

export interface Reader {
  /** Rejects with `ReaderClosed` when the reader is closed meanwhile, or as the signal says: that says nothing about the file. */
  read(file: SourceFile, onPage?: OnPage, signal?: AbortSignal): Promise<ReadOutcome>;
  /** Reads pages that are pictures too, which takes seconds for each; absent where text recognition is off or not installed. */
  readonly recognise?: (file: SourceFile, onPage?: OnPage, signal?: AbortSignal) => Promise<ReadOutcome>;
  /** The same for somebody who waits for it: never behind what is recognised for the library, which may have hundreds of pages. */
  readonly recogniseNow?: Reader['recognise'];
  /** Ends the children. */
  close(): void;
}

export interface ReaderOptions {
  /** Files read at the same time. */
  readonly children: number;
  readonly timeLimitMs?: number;
  /** The limit begins anew with each page. */
  readonly timeLimitPerPage?: boolean;
  readonly memoryLimitMegabytes?: number;
  /** A child with nothing to read for this long ends, which gives its memory back. */
  readonly idleLimitMs?: number;
  /** Another program for the children: the one that recognises text, or one that fails in a test. */
  readonly program?: URL;
  readonly programArguments?: readonly string[];
  /** Answers a child that has no engine of its own. */
  readonly recogniseElsewhere?: RecogniseElsewhere;
}

/** With one allocator arena besides, a child that reads one file at a time is 26 MB smaller (163 to 137) and no slower. */
const smallHeap = ['--max-semi-space-size=2', '--v8-pool-size=1'];

/** What a child says between a file and its outcome. */
export interface PageRead {
  readonly kind: 'page-read';
  readonly done: number;
  readonly pages: number;
}

/** Whatever a file makes its parser do: the child can write no file and start no program. Canvas and threads are what PDF readers use. */
const sandbox = ['--permission', '--allow-fs-read=*', '--allow-addons', '--allow-worker'];

class ReaderClosed extends Error {
  override readonly name = 'ReaderClosed';
}

interface Task {
  readonly file: SourceFile;
  readonly onPage: OnPage | undefined;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (result: Promise<ReadOutcome>) => void;
}

/** A clean file of some ten pages takes a second, one of 500 pages and 1.4 MB fourteen on two busy cores. */
const leastTimeLimitMs = 20_000;
const mostTimeLimitMs = 120_000;
const perMegabyteMs = 20_000;
const defaultMemoryLimitMegabytes = 512;
/** A page in colour, packed, is some 10 MB. */
const mostPictureBytes = 100_000_000;
/** What is not told counts as the highest: less goes out. */
const highestOfAll = grades[grades.length - 1] ?? 'important';
/** Longer than the pauses within one import, short enough that an idle server is small again soon. */
const defaultIdleLimitMs = 5_000;

export function createReader(options: ReaderOptions): Reader {
  const waiting: Task[] = [];
  const children = Array.from({ length: options.children }, () => new ReadingChild(options));
  let isClosed = false;
  const startNext = (): void => {
    const child = children.find((candidate) => !candidate.isBusy);
    const task = child === undefined ? undefined : waiting.shift();
    if (child === undefined || task === undefined) return;
    const result = child.read(task);
    task.resolve(result);
    result.then(startNext, startNext);
  };
  return {
    read: (file, onPage, signal) =>
      new Promise((resolve) => {
        if (isClosed) return resolve(closed());
        const task = { file, onPage, signal, resolve };
        waiting.push(task);
        const leave = (): void => {
          const at = waiting.indexOf(task);
          if (at >= 0) resolve(Promise.reject(reasonOf(waiting.splice(at, 1)[0]?.signal)));
        };
        signal?.addEventListener('abort', leave);
        if (signal?.aborted === true) leave();
        startNext();
      }),
    close: () => {
      isClosed = true;
      for (const task of waiting.splice(0)) task.resolve(closed());
      for (const child of children) child.close();
    },
  };
}

function timeLimitOf(byteLength: number): number {
  return Math.min(mostTimeLimitMs, leastTimeLimitMs + (byteLength / 1_000_000) * perMegabyteMs);
}

function closed(): Promise<never> {
  return Promise.reject(new ReaderClosed());
}

function reasonOf(signal: AbortSignal | undefined): Error {
  return signal?.reason instanceof Error ? signal.reason : new ReaderClosed();
}

function rejected(reason: RejectionReason): ReadOutcome {
  return { kind: 'rejected', reason };
}

/** One child process, started with its first file, ended when idle, and started again after a failure. */
class ReadingChild {
  isBusy = false;
  private process: ChildProcess | undefined;
  private idleTimer: NodeJS.Timeout | undefined;
  private abandon: (() => void) | undefined;
  private readonly options: ReaderOptions;

  constructor(options: ReaderOptions) {
    this.options = options;
  }

  async read(task: Pick<Task, 'file' | 'onPage' | 'signal'>): Promise<ReadOutcome> {
    this.isBusy = true;
    clearTimeout(this.idleTimer);
    const wasUsed = this.process !== undefined;
    try {
      // A child may die of what it read before: only one that has read nothing else dies of this file.
      const result = (await this.exchange(task)) ?? (wasUsed ? await this.exchange(task) : undefined);
      return result ?? rejected('damaged');
    } finally {
      this.isBusy = false;
      this.idleTimer = setTimeout(() => this.stop(), this.options.idleLimitMs ?? defaultIdleLimitMs).unref();
    }
  }

  close(): void {
    clearTimeout(this.idleTimer);
    this.abandon?.();
    this.stop();
  }

  private stop(): void {
    this.process?.kill('SIGKILL');
    this.process = undefined;
  }

  private async recognised({ png }: PictureToRecognise, { grade = highestOfAll }: SourceFile): Promise<RecognisedLines> {
    if (!this.options.recogniseElsewhere || png.length > mostPictureBytes) throw new Error('nothing to recognise');
    return { kind: 'lines', lines: await this.options.recogniseElsewhere(png, grade) };
  }

  /** Resolves to nothing when the child dies. */
  private exchange({ file, onPage, signal }: Pick<Task, 'file' | 'onPage' | 'signal'>): Promise<ReadOutcome | undefined> {
    const child = (this.process ??= this.start());
    return new Promise((resolve, reject) => {
      let isAsking = false;
      let isOver = false;
      const end = (): void => {
        isOver = true;
        clearTimeout(timer);
        this.abandon = undefined;
        signal?.removeEventListener('abort', leave);
        child.off('message', receive).off('exit', fail).off('error', fail);
        child.unref();
        child.channel?.unref();
      };
      const settle = (result?: ReadOutcome): void => {
        end();
        resolve(result);
      };
      const answer = (picture: PictureToRecognise): void => {
        this.recognised(picture, file).then(
          (lines) => {
            // The file may have been given up, and the child be reading another.
            if (isOver) return;
            isAsking = false;
            timer.refresh();
            if (child.connected) child.send(lines, () => {});
          },
          (error: unknown) => {
            if (isOver) return;
            this.stop();
            settle(rejected(error instanceof AppError && error.code === 'egress-denied' ? 'recognition-denied' : 'recognition-failed'));
          },
        );
      };
      const receive = (message: ReadOutcome | PageRead | PictureToRecognise): void => {
        if (message.kind === 'picture') {
          // A child asks again when it has its answer; one that does not is not what was started.
          if (isAsking) return fail();
          isAsking = true;
          return answer(message);
        }
        if (message.kind !== 'page-read') return settle(message);
        if (this.options.timeLimitPerPage === true) timer.refresh();
        onPage?.(message.done, message.pages);
      };
      const fail = (): void => {
        this.stop();
        settle();
      };
      const timer = setTimeout(() => {
        this.stop();
        settle(rejected('timed-out'));
      }, this.options.timeLimitMs ?? timeLimitOf(file.bytes.length));
      // Whoever waited has left: what the child is doing is of no use to anybody.
      const leave = (): void => {
        this.stop();
        end();
        reject(reasonOf(signal));
      };
      signal?.addEventListener('abort', leave);
      this.abandon = () => {
        end();
        reject(new ReaderClosed());
      };
      child.ref();
      child.channel?.ref();
      child.on('message', receive).once('exit', fail).once('error', fail);
      // A plain Uint8Array: the child's parsers must not see a Buffer that shares its memory with others.
      child.send({ ...file, bytes: new Uint8Array(file.bytes) }, (error) => {
        if (error !== null) fail();
      });
    });
  }

  private start(): ChildProcess {
    const program = this.options.program ?? new URL('./read-worker.ts', import.meta.url);
    const child = fork(fileURLToPath(program), [...(this.options.programArguments ?? [])], {
      execArgv: [...sandbox, `--max-old-space-size=${this.options.memoryLimitMegabytes ?? defaultMemoryLimitMegabytes}`, ...smallHeap],
      // Structured clone carries bytes as they are; JSON would write every byte as a number.
      serialization: 'advanced',
      // The child needs no settings of the server, and must not see its keys.
      env: { MALLOC_ARENA_MAX: '1' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    // A child that dies between two files must not be handed the next one.
    const forget = (): void => {
      if (this.process === child) this.process = undefined;
    };
    return child.on('exit', forget).on('error', forget);
  }
}
