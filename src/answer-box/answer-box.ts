// Boxes in which visitors of other pages ask, of public documents alone: made by an administrator, opened by two people.
import { actorOf, type Caller } from '../access/access.ts';
import type { Changes } from '../access/changes/changes.ts';
import { AppError } from '../base/errors.ts';
import { type AnswerBoxId, answerBoxIdSchema, type ChangeId, newId, personIdSchema } from '../base/ids.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Scenarios } from '../scenarios/scenarios.ts';
import type { Store } from '../store/store.ts';
import {
  type AnswerBoxTables,
  boxRows,
  type BoxRow,
  countQuestions,
  insertBox,
  removeBox,
  settingsOf,
  updateBox,
} from './answer-box.store.ts';
import type { AnswerBox, BoxSettings } from './contract.ts';
import { faultOf } from './fault.ts';
import { changedEntry, mustFindBox, openingChange, opensFurther } from './opening.ts';
import { checkedOrigins } from './origins.ts';
import { createVisits, type Visits, type VisitsDependencies } from './visits.ts';

export interface AnswerBoxDependencies extends VisitsDependencies {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly changes: Changes;
  readonly scenarios: Pick<Scenarios, 'get' | 'list'>;
  /** Where people open the pages. */
  readonly origin: string;
}

export interface AnswerBoxRoom {
  list(): Promise<{ boxes: AnswerBox[]; scenarios: { name: string; title: string }[] }>;
  add(caller: Caller, settings: BoxSettings, reason: string): Promise<{ box: AnswerBox; changeId: ChangeId | null }>;
  change(caller: Caller, id: AnswerBoxId, settings: BoxSettings, reason: string): Promise<{ box: AnswerBox; changeId: ChangeId | null }>;
  close(caller: Caller, id: AnswerBoxId): Promise<AnswerBox>;
  remove(caller: Caller, id: AnswerBoxId): Promise<void>;
  /** In whose pages the box may stand; nobody's where there is none of this id. */
  ancestorsOf(id: string): Promise<readonly string[]>;
  readonly visits: Visits;
}

const countedDays = 30;
const dayMs = 24 * 3_600_000;

export function createAnswerBoxes(dependencies: AnswerBoxDependencies): AnswerBoxRoom {
  const { store, ledger, changes, scenarios, clock, origin } = dependencies;
  const database = store.tables<AnswerBoxTables>();
  const check = async ({ scenario: name }: Pick<BoxSettings, 'scenario'>): Promise<void> => {
    const fault = await faultOf(scenarios, name);
    if (fault) throw new AppError('invalid-input', { fault: `scenario: ${faultWords[fault]}` });
  };
  const opening = openingChange(check);
  changes.register(opening);

  async function present(rows: readonly BoxRow[]): Promise<AnswerBox[]> {
    const asked = await countQuestions(database, new Date(clock.now().getTime() - countedDays * dayMs));
    return Promise.all(
      rows.map(async (row) => ({
        id: row.id,
        ...settingsOf(row),
        state: row.is_on ? ('on' as const) : row.approved_at ? ('off' as const) : ('waiting' as const),
        fault: await faultOf(scenarios, row.scenario),
        version: row.version,
        createdBy: row.maker,
        createdAt: row.created_at.toISOString(),
        questions: asked.get(row.id) ?? 0,
        page: `${origin}/embed/${row.id}`,
        script: `${origin}/embed.js`,
      })),
    );
  }

  async function one(id: AnswerBoxId): Promise<AnswerBox> {
    const [box] = await present([await mustFindBox(database, id)]);
    if (!box) throw new AppError('not-found', { what: 'answer box 答问窗' });
    return box;
  }

  /** At once, when it opens nothing further. */
  async function narrow(caller: Caller, row: BoxRow, next: { settings?: BoxSettings; isOn: boolean }): Promise<void> {
    await database.transaction().execute(async (transaction) => {
      if (!(await updateBox(transaction, row, next)))
        throw new AppError('conflict', { fault: '答问窗已另有改动 the answer box was changed otherwise' });
      const entry = changedEntry(row.id, next.settings ?? settingsOf(row), next.isOn);
      await ledger.appendWithin(transaction, { ...entry, actor: actorOf(caller) });
    });
  }

  return {
    async list() {
      const known = await scenarios.list();
      const fit = known.filter(({ inputGrade, engine }) => inputGrade === 'public' && engine !== 'relay');
      return { boxes: await present(await boxRows(database)), scenarios: fit.map(({ name, title }) => ({ name, title })) };
    },
    async add(caller, wish, reason) {
      const settings = { ...wish, origins: checkedOrigins(wish.origins) };
      await check(settings);
      const now = clock.now();
      const id = newId(answerBoxIdSchema, now.getTime());
      await database.transaction().execute(async (transaction) => {
        await insertBox(transaction, { id, account: personIdSchema.parse(id), settings, by: caller.person, now });
        const entry = changedEntry(id, settings, false);
        await ledger.appendWithin(transaction, { ...entry, action: 'answer-box-added', actor: actorOf(caller) });
      });
      const changeId = await changes.proposeOrApply(caller, opening, { boxId: id, settings, replaces: 1 }, reason);
      return { box: await one(id), changeId };
    },
    async change(caller, id, wish, reason) {
      const settings = { ...wish, origins: checkedOrigins(wish.origins) };
      const row = await mustFindBox(database, id);
      if (opensFurther(row, settings)) {
        const changeId = await changes.proposeOrApply(caller, opening, { boxId: id, settings, replaces: row.version }, reason);
        return { box: await one(id), changeId };
      }
      await narrow(caller, row, { settings, isOn: true });
      return { box: await one(id), changeId: null };
    },
    async close(caller, id) {
      const row = await mustFindBox(database, id);
      if (row.is_on) await narrow(caller, row, { isOn: false });
      return one(id);
    },
    async remove(caller, id) {
      const { title } = await mustFindBox(database, id);
      await database.transaction().execute(async (transaction) => {
        await removeBox(transaction, id, clock.now());
        const subject = { kind: 'answer-box', id };
        await ledger.appendWithin(transaction, { action: 'answer-box-removed', actor: actorOf(caller), subject, personal: { title } });
      });
    },
    async ancestorsOf(text) {
      const id = answerBoxIdSchema.safeParse(text);
      const [row] = id.success ? await boxRows(database, id.data) : [];
      return row?.approved_at ? row.origins : [];
    },
    visits: createVisits({ ...dependencies, database }),
  };
}

const faultWords = {
  'scenario-missing': '没有这个场景 there is no such scenario',
  'scenario-relays': '转接模型的场景不能用于答问窗 a scenario that relays a model cannot be used',
  'scenario-not-public':
    '场景中输入的内容须按“公开”对待，请先由安全管理员提出、系统管理员批准 what is typed into the scenario must count as public: a security officer proposes it, a system administrator approves',
} as const;
