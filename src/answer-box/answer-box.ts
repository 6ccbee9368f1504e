// Boxes in which visitors of other pages ask, of public documents alone: made by an administrator, opened by two people.
import { actorOf, type Caller } from '../access/access.ts';
import type { Changes } from '../access/changes/changes.ts';
import { AppError } from '../base/errors.ts';
import { type AnswerBoxId, answerBoxIdSchema, type ChangeId, newId, personIdSchema } from '../base/ids.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Scenarios } from '../scenarios/scenarios.ts';
import type { Store } from '../store/store.ts';
import { type AnswerBoxTables, boxRows, type BoxRow, countQuestions, insertBox, removeBox, settingsOf } from './answer-box.store.ts';
import type { AnswerBox, BoxSettings } from './contract.ts';
import { faultOf } from './fault.ts';
import { entryOf, openBoxes } from './opening.ts';
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
  const openings = openBoxes({ database, changes, ledger }, check);

  async function createPresent() {
    const asked = await countQuestions(database, new Date(clock.now().getTime() - countedDays * dayMs));
    return async (row: BoxRow): Promise<AnswerBox> => ({
      id: row.id,
      ...settingsOf(row),
      state: row.is_on ? 'on' : row.approved_at ? 'off' : 'waiting',
      fault: await faultOf(scenarios, row.scenario),
      version: row.version,
      createdBy: row.maker,
      createdAt: row.created_at.toISOString(),
      questions: asked.get(row.id) ?? 0,
      page: `${origin}/embed/${row.id}`,
      script: `${origin}/embed.js`,
    });
  }
  const one = async (id: AnswerBoxId): Promise<AnswerBox> => (await createPresent())(await openings.mustFind(id));

  return {
    async list() {
      const known = await scenarios.list();
      const fit = known.filter(({ inputGrade, engine }) => inputGrade === 'public' && engine !== 'relay');
      return {
        boxes: await Promise.all((await boxRows(database)).map(await createPresent())),
        scenarios: fit.map(({ name, title }) => ({ name, title })),
      };
    },
    async add(caller, wish, reason) {
      const settings = { ...wish, origins: checkedOrigins(wish.origins) };
      await check(settings);
      const now = clock.now();
      const id = newId(answerBoxIdSchema, now.getTime());
      await database.transaction().execute(async (transaction) => {
        await insertBox(transaction, { id, account: personIdSchema.parse(id), settings, by: caller.person, now });
        const entry = entryOf(id, settings, false);
        await ledger.appendWithin(transaction, { ...entry, action: 'answer-box-added', actor: actorOf(caller) });
      });
      const changeId = await openings.change(caller, id, settings, reason);
      return { box: await one(id), changeId };
    },
    async change(caller, id, wish, reason) {
      const settings = { ...wish, origins: checkedOrigins(wish.origins) };
      const changeId = await openings.change(caller, id, settings, reason);
      return { box: await one(id), changeId };
    },
    async close(caller, id) {
      await openings.close(caller, id);
      return one(id);
    },
    async remove(caller, id) {
      const { title } = await openings.mustFind(id);
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
