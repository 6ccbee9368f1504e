// What people do at two replicas at once, and what one of them acknowledged that the other did not know.
import { operations as answers } from '../src/answer/contract.ts';
import { operations as keys } from '../src/keys/contract.ts';
import { operations as library } from '../src/knowledge/contract.ts';
import { operations as ledger } from '../src/ledger/contract.ts';
import { operations as signIn } from '../src/sign-in/contract.ts';
import { otherThan, type Replica, type ReplicaPeople } from '../test/support/replicas.ts';
import { until } from '../test/support/until.ts';
import { callApi } from './call-api.ts';
import { matter, type Random } from './small-documents.ts';

export interface ReplicaLoad {
  /** Imports so many documents, and does everything else meanwhile. */
  run(documents: number): Promise<void>;
  /** How often each act was done. */
  readonly done: ReadonlyMap<string, number>;
  /** A word of each document. */
  readonly words: readonly string[];
  faults(): Record<string, number>;
}

const importers = 3;
const deletedEvery = 6;
const patienceMs = 120_000;

export function createReplicaLoad(visitors: ReplicaPeople, random: Random, department: string): ReplicaLoad {
  const { at } = visitors;
  const done = new Map<string, number>();
  const words: string[] = [];
  const found = {
    'faults: ready at one, not found at the other': 0,
    'faults: deleted at one, found at the other': 0,
    'faults: answered at one, not on record at the other': 0,
    'faults: sessions made at one, unknown at the other': 0,
    'faults: sessions ended at one, alive at the other': 0,
  };
  const count = (what: string): void => void done.set(what, (done.get(what) ?? 0) + 1);
  const anyReplica = (): Replica => (random.below(2) === 0 ? 0 : 1);
  const finds = async (replica: Replica, word: string, id: string): Promise<boolean> =>
    (await at(replica, 'staff', library.searchPassages, { query: word })).hits.some((hit) => hit.document.id === id);

  async function importNext(number: number): Promise<void> {
    const replica = anyReplica();
    // The same matters come again: what tells a document apart is its number.
    const word = `${matter(number)}${number}号`;
    words.push(word);
    const bytes = new TextEncoder().encode(`关于${word}的规定\n第一条 ${word}按第${number}类办理。`);
    const { document } = await at(replica, 'staff', library.importDocument, { name: `文件${number}.txt`, department }, bytes);
    const isReady = async () =>
      (await at(replica, 'staff', library.getDocument, { documentId: document.id })).document.latest.state === 'ready';
    await until('it is read', async () => ((await isReady()) ? true : undefined), patienceMs);
    count('documents imported at one, looked for at the other');
    if (!(await finds(otherThan(replica), word, document.id))) found['faults: ready at one, not found at the other'] += 1;
    if (number % deletedEvery !== 0) return;
    await at(otherThan(replica), 'staff', library.deleteDocument, { documentId: document.id });
    count('documents deleted');
    if (await finds(replica, word, document.id)) found['faults: deleted at one, found at the other'] += 1;
  }

  async function ask(): Promise<void> {
    const replica = anyReplica();
    const { runId } = await at(replica, 'staff', answers.ask, { question: `${words.at(-1) ?? '停车'}怎样办理？` });
    count('questions');
    const known = await at(otherThan(replica), 'staff', answers.getRun, { runId }).catch(() => undefined);
    if (known?.runId !== runId) found['faults: answered at one, not on record at the other'] += 1;
  }

  async function comeAndGo(urls: ReplicaPeople['urls']): Promise<void> {
    const replica = anyReplica();
    const session = await visitors.enter(replica, 'staff');
    const isAlive = (where: Replica): Promise<boolean> =>
      callApi(urls[where], signIn.getMe, {}, undefined, session).then(
        () => true,
        () => false,
      );
    count('sessions made and ended');
    if (!(await isAlive(otherThan(replica)))) found['faults: sessions made at one, unknown at the other'] += 1;
    await callApi(urls[otherThan(replica)], signIn.signOut, {}, undefined, session);
    if (await isAlive(replica)) found['faults: sessions ended at one, alive at the other'] += 1;
  }

  async function keepHouse(): Promise<void> {
    const replica = anyReplica();
    const { checkpoint } = await at(replica, 'auditor', ledger.makeCheckpoint, {});
    if (checkpoint) count('checkpoints');
    if ((await at(replica, 'system-administrator', keys.getKeys, {})).sealing.isWorking) return;
    const refusal = await at(replica, 'system-administrator', keys.rotateKeys, {}).then(() => undefined, String);
    // The other replica may have begun one since: the keys are replaced once.
    if (refusal !== undefined && !refusal.includes('"conflict"')) throw new Error(refusal);
    count(refusal === undefined ? 'key rotations' : 'key rotations refused, one was under way');
  }

  return {
    done,
    words,
    faults: () => ({ ...found }),
    async run(documents) {
      let next = 0;
      let isOver = false;
      const importing = Promise.all(
        Array.from({ length: importers }, async () => {
          while (next < documents) await importNext((next += 1));
        }),
      ).finally(() => (isOver = true));
      const meanwhile = [ask, () => comeAndGo(visitors.urls), keepHouse].map(async (act) => {
        while (!isOver) await act();
      });
      await Promise.all([importing, ...meanwhile]);
    },
  };
}
