/** A fake upstream; options are those of the command line (`node test/tools/fake-model-server.mjs --help`), in camel case. */
export interface FakeModelServer {
  readonly url: string;
  readonly port: number;
  stats(): FakeStats;
  /** Requests that were recorded, or only those that hold `text` anywhere a reader could find it. */
  bodies(text?: string): FakeRequest[];
  setFaults(faults: FakeFaults | readonly FakeFaults[]): void;
  reset(): void;
  close(): Promise<void>;
}

export interface FakeStats {
  readonly active: number;
  readonly requests: number;
  readonly aborted: number;
  readonly completed: number;
  readonly tokensSent: number;
}

export interface FakeRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly raw: string;
}

export type FakeFaults = Readonly<Record<string, string | number | boolean>>;

export function startFakeModelServer(options?: {
  readonly [option: string]: string | number | boolean | readonly object[];
}): Promise<FakeModelServer>;
