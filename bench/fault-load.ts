// What people and the house do at once while the process is killed, and what of it was acknowledged.
import { operations as answers } from '../src/answer/contract.ts';
import { operations as keys } from '../src/keys/contract.ts';
import { operations as library } from '../src/knowledge/contract.ts';
import { operations as ledger } from '../src/ledger/contract.ts';
import { operations as people } from '../src/people/contract.ts';
import { callApi } from './call-api.ts';
import { type Random, randomMatter, type SmallDocument, writeDocument } from './small-documents.ts';

export interface Acknowledged {
  /** In the order in which they were acknowledged. */
  readonly documents: SmallDocument[];
  readonly runs: string[];
  readonly departments: string[];
  /** Changes of roles that wait for a second person. */
  readonly changes: string[];
  /** Signed notes: what they cover must be in the ledger for ever. */
  readonly checkpoints: string[];
  rotations: number;
}

export interface FaultLoad {
  readonly acknowledged: Acknowledged;
  /** Sent when the process died: they may or may not be there, and are sent again. */
  readonly doubtful: SmallDocument[];
  /** One act each; a call that fails for want of a server rejects with a `TypeError`. */
  readonly acts: readonly ((url: string) => Promise<void>)[];
  importNow(url: string, document: SmallDocument): Promise<void>;
}

/** One act in so many of the house is a rotation of keys, the others are checkpoints. */
const rotationEvery = 25;

export function createFaultLoad(random: Random, isOfImportsOnly = false): FaultLoad {
  const acknowledged: Acknowledged = { documents: [], runs: [], departments: [], changes: [], checkpoints: [], rotations: 0 };
  const doubtful: SmallDocument[] = [];
  /** Names under way or doubtful. */
  const unsettled = new Set<string>();
  let written = 0;
  let named = 0;
  let turns = 0;

  /** Contents of one name are sent in order: a doubtful one sent after a later one would rightly be a version more. */
  function nextDocument(): SmallDocument {
    const document = writeDocument(random, (written += 1));
    if (unsettled.has(document.name)) return nextDocument();
    unsettled.add(document.name);
    return document;
  }

  async function importNow(url: string, document: SmallDocument): Promise<void> {
    await callApi(url, library.importDocument, { name: document.name }, document.bytes);
    acknowledged.documents.push(document);
    unsettled.delete(document.name);
  }

  async function importNext(url: string): Promise<void> {
    const document = doubtful.pop() ?? nextDocument();
    await importNow(url, document).catch((error: unknown) => {
      doubtful.push(document);
      throw error;
    });
  }

  async function ask(url: string): Promise<void> {
    const { runId } = await callApi(url, answers.ask, { question: `${randomMatter(random)}怎样规定？` });
    acknowledged.runs.push(runId);
  }

  async function change(url: string): Promise<void> {
    const number = (named += 1);
    const { department } = await callApi(url, people.createDepartment, { name: `科室${number}` });
    acknowledged.departments.push(department.id);
    const { person } = await callApi(url, people.invitePerson, {
      loginName: `person-${number}`,
      displayName: `职员${number}`,
      departmentId: department.id,
    });
    const proposed = await callApi(url, people.proposeRoles, {
      personId: person.id,
      roles: ['editor'],
      clearance: 'internal',
      reason: '轮岗',
    });
    acknowledged.changes.push(proposed.changeId);
  }

  async function keepHouse(url: string): Promise<void> {
    turns += 1;
    if (turns % rotationEvery === 0) {
      // One at a time: the one before may still be at work, across kills.
      const isWorking = (await callApi(url, keys.getKeys, {})).sealing.isWorking;
      if (isWorking) return;
      await callApi(url, keys.rotateKeys, {});
      acknowledged.rotations += 1;
      return;
    }
    const { checkpoint } = await callApi(url, ledger.makeCheckpoint, {});
    if (checkpoint) acknowledged.checkpoints.push(checkpoint.note);
  }

  const imports = [importNext, importNext];
  return { acknowledged, doubtful, acts: isOfImportsOnly ? imports : [...imports, ask, change, keepHouse], importNow };
}
