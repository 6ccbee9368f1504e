// Non-interference, differentially: two sites hold the same documents that a person may see; one of them holds others besides,
// which are added, changed and deleted meanwhile. Whatever the person asks, both must say the same.
import { randomUUID } from 'node:crypto';
import { type Caller, soloCaller } from '../../src/access/access.ts';
import { AppError } from '../../src/base/errors.ts';
import type { Grade } from '../../src/base/grade.ts';
import type { DepartmentId, DocumentId, PersonId } from '../../src/base/ids.ts';
import { openSearchSite, type SearchGround } from './search-models.ts';
import { openSite, type Reply, type Site } from './site.ts';

/** What happens to documents that the person may not see; only one of the sites knows of it. */
export type HiddenAct =
  | {
      readonly kind: 'add';
      readonly slot: number;
      readonly words: readonly number[];
      readonly grade: Grade;
      readonly place: number;
      readonly like: 'nothing' | 'name' | 'bytes';
    }
  | { readonly kind: 'retitle' | 'delete' | 'restore' | 'reread'; readonly slot: number }
  | { readonly kind: 'regrade'; readonly slot: number; readonly grade: Grade };

/** Words that both visible and hidden documents are made of, so that hidden ones would move every statistic. */
export const words = ['补贴', '申请', '材料', '期限', '公租房', '养老', '停车', '收费', '标准', '审批', '窗口', '投诉'];
export const slots = 6;
const places = [
  // Beside the person's department, whatever the grade above public.
  { department: '财政局', collection: '文件' },
  { department: '财政局', collection: '财政内部' },
  // In his own department, but over what he is cleared for.
  { department: '民政局', collection: '文件' },
];

interface World {
  readonly site: Site;
  readonly search: SearchGround | undefined;
  readonly persons: Record<Persona, PersonId>;
  /** By logical name: the same in both worlds. */
  readonly documents: Map<string, { id: string; versionId: string; collectionId: string }>;
  /** An answer box, in which anybody asks. */
  readonly box: string;
  readonly hidden: Map<number, { id: DocumentId; versionId: string }>;
  /** Ids in the order in which the person first saw them. */
  readonly seen: Map<string, number>;
}

export const personas = ['staff', 'editor', 'reviewer', 'agent'] as const;
export type Persona = (typeof personas)[number];

export interface Comparison {
  readonly operation: string;
  readonly persona: Persona;
  readonly input: unknown;
  readonly plain: string;
  readonly withHidden: string;
}

export interface Interference {
  readonly site: Site;
  /** The site that holds nothing that is hidden. */
  readonly plainSite: Site;
  hide(act: HiddenAct): Promise<void>;
  /** Asks everything there is to ask, as this person; resolves to the differences, and counts. */
  compare(persona: Persona, turn: number): Promise<{ compared: number; differences: Comparison[] }>;
  readonly asked: ReadonlySet<string>;
  /** Ids of a hidden document and of one that never was, for timing. */
  ghost(slot: number): { hidden: string; never: string };
  as(persona: Persona): Promise<Caller>;
  close(): Promise<void>;
}

const visible: readonly { name: string; grade: Grade; department: string; collection: string; content: string }[] = [
  {
    name: '补贴办法.txt',
    grade: 'public',
    department: '民政局',
    collection: '文件',
    content: '补贴办法\n第一条 养老补贴的申请材料为身份证。\n第二条 申请期限为三十日。',
  },
  {
    name: '停车规定.txt',
    grade: 'public',
    department: '财政局',
    collection: '文件',
    content: '停车收费规定\n第一条 停车收费标准为每小时五元。\n第二条 投诉由窗口受理。',
  },
  {
    name: '公租房.txt',
    grade: 'internal',
    department: '民政局',
    collection: '内部',
    content: '公租房内部流程\n第一条 公租房审批期限为十五日。',
  },
  { name: '窗口.txt', grade: 'public', department: '', collection: '文件', content: '窗口服务标准\n第一条 窗口每日受理申请。' },
];

/** With models of search, if so: every passage, hidden ones too, has a vector and may be put in order. */
export async function openInterference(byMeaning = false): Promise<Interference> {
  const [plain, full] = [await openWorld(byMeaning), await openWorld(byMeaning)];
  const asked = new Set<string>();
  const never = new Map<number, string>();
  const neverOf = (slot: number): string => never.get(slot) ?? never.set(slot, randomUUID()).get(slot) ?? '';

  return {
    site: full.site,
    plainSite: plain.site,
    asked,
    ghost: (slot) => ({ hidden: full.hidden.get(slot)?.id ?? neverOf(slot), never: neverOf(slot) }),
    as: (persona) => full.site.as(full.persons[persona]),
    hide: (act) => applyHidden(full, act),
    async compare(persona, turn) {
      const differences: Comparison[] = [];
      const questions = everyQuestion(turn);
      for (const { operation, input, body } of questions) {
        asked.add(operation);
        // Whether all have vectors yet is a matter of moments.
        if (operation === 'searchPassages' || operation === 'ask' || operation === 'askAnswerBox')
          for (const { search } of [plain, full]) await search?.complete();
        const replies: string[] = [];
        for (const world of [plain, full]) {
          const reference = referenceIn(world, neverOf);
          world.site.tick();
          const caller = await world.site.as(world.persons[persona]);
          const reply = await world.site.ask(caller, operation, input(reference), body);
          replies.push(normalised(world, operation, reply));
          note(world, operation, reply);
          if (startsReading.has(operation)) await world.site.settledAll();
        }
        const [withoutHidden = '', withHidden = ''] = replies;
        if (withoutHidden !== withHidden)
          differences.push({ operation, persona, input: input(referenceIn(full, neverOf)), plain: withoutHidden, withHidden });
      }
      return { compared: questions.length, differences };
    },
    async close() {
      for (const { search, site } of [plain, full]) await (search ?? site).close();
    },
  };
}

async function openWorld(byMeaning: boolean): Promise<World> {
  const { site, search } = byMeaning ? await openSearchSite() : { site: await openSite(), search: undefined };
  if (search) {
    const about = { maxGrade: 'important', upstreamName: 'fake-embed', abilities: ['embeddings', 'rerank'] } as const;
    await search.ground.addModel('inside', `${search.upstream.url}/v1`, { ...about, abilities: [...about.abilities] });
    await search.use('inside', 'inside');
  }
  const city = await site.department('市政府');
  const bureau: DepartmentId = await site.department('民政局', city);
  await site.department('财政局', city);
  const persons = {
    staff: await site.person({ department: bureau, name: '工作人员' }),
    editor: await site.person({ department: bureau, roles: ['editor'], name: '编辑' }),
    reviewer: await site.person({ department: bureau, roles: ['reviewer'], name: '审核' }),
    agent: await site.person({ department: bureau, roles: ['agent'], name: '坐席' }),
  };
  const documents: World['documents'] = new Map();
  for (const { name, content, ...about } of visible) {
    const { document } = await site.bring(name, content, about);
    documents.set(name, { id: document.id, versionId: document.latest.id, collectionId: document.collection.id });
  }
  const citizens = { name: 'citizens', title: '市民咨询', purpose: '回答市民', engine: 'extractive', inputGrade: 'public' };
  await site.askAsOwner('addScenarioVersion', citizens);
  const { text } = await site.askAsOwner('addAnswerBox', { title: '答问窗', scenario: 'citizens' });
  const box = (JSON.parse(text) as { box: { id: string } }).box.id;
  return { site, search, persons, documents, box, hidden: new Map(), seen: new Map() };
}

async function applyHidden({ site, hidden }: World, act: HiddenAct): Promise<void> {
  const { knowledge } = site;
  const known = hidden.get(act.slot);
  if (act.kind === 'add') {
    const twin = visible[act.slot % visible.length];
    const place = places[act.place % places.length] ?? places[0];
    const text = `隐藏文件${act.slot}\n${act.words.map((word, index) => `第${index + 1}条 ${(words[word % words.length] ?? '').repeat((index % 5) + 1)}。`).join('\n')}`;
    const grade = place?.department === '民政局' ? 'important' : act.grade === 'public' ? 'internal' : act.grade;
    const name = act.like === 'name' ? (twin?.name ?? '') : `隐藏${act.slot}.txt`;
    const bytes = new TextEncoder().encode(act.like === 'bytes' ? twin?.content : text);
    // Whoever wrote it may not write what is visible, so a name that is taken there makes a document of its own.
    const writer = { ...soloCaller, writing: { scope: [], allows: () => true } };
    const { document } = await knowledge.importFile(writer, { name, bytes, grade, ...place });
    hidden.set(act.slot, { id: document.id, versionId: document.latest.id });
  } else if (known) {
    if (act.kind === 'delete' || act.kind === 'restore') await knowledge.setDeleted(soloCaller, known.id, act.kind === 'delete');
    if (act.kind === 'retitle') await knowledge.updateDocument(soloCaller, known.id, { title: `补贴 申请 材料 ${act.slot}` });
    if (act.kind === 'reread') await knowledge.readAgain(soloCaller, known.id);
    // Where another hidden document of that name stands already it stays where it is.
    if (act.kind === 'regrade') await knowledge.updateDocument(soloCaller, known.id, { grade: 'important' }).catch(unlessTaken);
  }
  await site.settledAll();
}

function unlessTaken(error: unknown): void {
  if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
}

interface Reference {
  readonly document: (index: number) => { id: string; versionId: string; collectionId: string };
  /** A hidden document in the one world, one that never was in the other. */
  readonly ghost: (slot: number) => string;
  readonly ghostVersion: (slot: number) => string;
  readonly run: string;
  readonly person: string;
  readonly box: string;
  /** The last of a visitor of the box. */
  readonly visitorRun: string;
}

function referenceIn({ documents, box, hidden, seen, persons }: World, neverOf: (slot: number) => string): Reference {
  const all = [...documents.values()];
  const lastRun = [...seen.keys()].findLast((id) => runIds.has(id)) ?? neverOf(99);
  return {
    document: (index) => all[index % all.length] ?? { id: '', versionId: '', collectionId: '' },
    ghost: (slot) => hidden.get(slot)?.id ?? neverOf(slot),
    ghostVersion: (slot) => hidden.get(slot)?.versionId ?? neverOf(slot + 50),
    run: lastRun,
    person: persons.staff,
    box,
    visitorRun: [...seen.keys()].findLast((id) => visitorRunIds.has(id)) ?? neverOf(98),
  };
}

const runIds = new Set<string>();
const visitorRunIds = new Set<string>();
/** As a page of visitors would make one. */
const visit = 'v'.repeat(43);
function note({ documents, seen }: World, operation: string, { text, status }: Reply): void {
  if (operation === 'ask' && status === 200) runIds.add((JSON.parse(text) as { runId: string }).runId);
  if (operation === 'askAnswerBox' && status === 200) for (const [, id = ''] of text.matchAll(/"runId":"([^"]+)"/g)) visitorRunIds.add(id);
  if (operation !== 'importDocument' || status !== 200) return;
  const { document } = JSON.parse(text) as { document: { id: string; name: string; latest: { id: string }; collection: { id: string } } };
  documents.set(document.name, { id: document.id, versionId: document.latest.id, collectionId: document.collection.id });
  seen.set(document.id, seen.get(document.id) ?? seen.size);
}

const startsReading: ReadonlySet<string> = new Set(['importDocument', 'retryDocument']);

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Ids are random: what counts is which is the same as which. Times taken are measured by the bench. */
function normalised({ site, seen }: World, operation: string, { status, type, text }: Reply): string {
  // How far the reading has come is a matter of moments.
  const told = startsReading.has(operation) ? text.replace(/"latest":\{.*?"cleaning":\[.*?\]\}/, '"latest":{}') : text;
  const body = told
    .replaceAll(site.sourceFolder, '')
    .replace(/"(requestId)":"[^"]*"/g, '"$1":""')
    .replace(/"(\w*Ms)":[\d.]+/g, '"$1":0')
    // A hash of the bytes under the keys of the one site or the other.
    .replace(/"(address)":"[^"]*"/g, '"$1":""')
    .replace(uuid, (id) => {
      if (!seen.has(id)) seen.set(id, seen.size);
      return `id-${seen.get(id)}`;
    });
  return `${status} ${type} ${body}`;
}

interface Question {
  readonly operation: string;
  readonly input: (reference: Reference) => Record<string, unknown>;
  readonly body?: Uint8Array;
}

const boxSettings = { title: '答问窗', greeting: '', language: 'auto', scenario: 'citizens', origins: [], perAddress: 1, perBox: 1 };

/** Every operation of the site, on what is visible, on what is hidden and on what never was. */
function everyQuestion(turn: number): Question[] {
  const word = words[turn % words.length] ?? '';
  const slot = turn % slots;
  const question = (operation: string, input: Question['input'] = () => ({}), body?: string): Question => ({
    operation,
    input,
    ...(body === undefined ? {} : { body: new TextEncoder().encode(body) }),
  });
  const onDocuments = (operation: string, more: Record<string, unknown> = {}): Question[] => [
    question(operation, ({ ghost }) => ({ documentId: ghost(slot), ...more })),
    question(operation, ({ document }) => ({ documentId: document(turn).id, ...more })),
  ];
  const onVersions = (operation: string, more: Record<string, unknown> = {}): Question[] => [
    question(operation, ({ ghostVersion }) => ({ versionId: ghostVersion(slot), ...more })),
    question(operation, ({ document }) => ({ versionId: document(turn).versionId, ...more })),
  ];
  return [
    question('searchPassages', () => ({ query: `${word}${words[(turn + 5) % words.length]}` })),
    question('searchPassages', () => ({ query: word, limit: 3, anyValidity: true })),
    question('searchPassages', ({ document }) => ({ query: '申请材料', collectionId: document(turn).collectionId })),
    question('searchPassages', () => ({ query: '补贴标准', department: '财政局' })),
    question('searchPassages', () => ({ query: '审批期限', grade: turn % 2 === 0 ? 'important' : 'internal' })),
    question('searchPassages', () => ({ query: `《隐藏文件${slot}》第一条` })),
    question('searchPassages', () => ({ query: '《补贴办法》第二条', asOf: '2026-01-01' })),
    question('ask', () => ({ question: `${word}怎么申请？` })),
    question('streamAnswer', () => ({ question: `${word}的期限是多少？` })),
    question('getRun', ({ run }) => ({ runId: run })),
    question('getRunSteps', ({ run }) => ({ runId: run })),
    question('exportAnswer', ({ run }) => ({ runId: run, what: 'conversation', format: 'markdown' })),
    question('attachFile', () => ({ name: `补贴${turn}.txt` }), visible[0]?.content ?? ''),
    question('streamAttaching', () => ({ name: `补助${turn}.txt` }), visible[0]?.content ?? ''),
    question('getAttachmentText', ({ ghost }) => ({ attachmentId: ghost(slot) })),
    question('detachFile', ({ ghost }) => ({ attachmentId: ghost(slot) })),
    question('removeConversation', ({ ghost }) => ({ conversationId: ghost(slot) })),
    question('rateAnswer', ({ run }) => ({ runId: run, verdict: 'unhelpful', reasons: ['wrong'] })),
    question('listRuns', () => ({ limit: 5 })),
    question('listCollections'),
    question('listDocuments', () => ({ limit: 2 })),
    question('listDocuments', ({ document }) => ({ cursor: document(turn).id })),
    question('listDocuments', ({ ghost }) => ({ cursor: ghost(slot), deleted: true })),
    question('listDocuments', () => ({ name: '隐藏' })),
    question('listDocuments', ({ document }) => ({ collectionId: document(turn).collectionId, state: 'ready' })),
    ...onDocuments('getDocument'),
    ...onDocuments('giveDocumentPassword', { password: '停车' }),
    ...onDocuments('updateDocument', { title: `改名${turn % 3}` }),
    ...onDocuments('updateDocument', { department: '没有的部门' }),
    ...onDocuments('deleteDocument'),
    ...onDocuments('restoreDocument'),
    ...onDocuments('retryDocument'),
    ...onDocuments('getDocumentRights'),
    ...onDocuments('setDocumentGrants', { grants: [{ to: 'role', id: 'agent', action: 'read' }] }),
    ...onDocuments('proposeLowerGrade', { grade: 'public', reason: '到期' }),
    ...onVersions('getReadingText'),
    ...onVersions('listPassages', { limit: 2 }),
    ...onVersions('getOrigin', { start: 0, end: 3 }),
    question('getLibraryReport'),
    question('listDuplicates'),
    question('getReadingQueue'),
    question('getLibraryRoom'),
    question('listLibraryLimits'),
    question('setLibraryLimit', () => ({ subject: 'default', bytes: 0, documents: 0 })),
    question('removeLibraryLimit', () => ({ subject: 'default' })),
    question('listLibraryWeeks'),
    question('exportLibraryReport'),
    question('exportLibraryReport', () => ({ format: 'json' })),
    question('countUnanswered'),
    question('listSources'),
    question('addSource', () => ({ name: '无', place: '/nowhere' })),
    question('changeSource', ({ ghost }) => ({ sourceId: ghost(slot), isPaused: true })),
    question('lookAtSource', ({ ghost }) => ({ sourceId: ghost(slot) })),
    question('removeSource', ({ ghost }) => ({ sourceId: ghost(slot) })),
    question('listSourceFiles', ({ ghost }) => ({ sourceId: ghost(slot) })),
    question('listUnanswered'),
    question('listDocuments', () => ({ finding: 'unowned' })),
    question('retryDocuments', ({ ghost }) => ({ documentIds: [ghost(slot)] })),
    ...onDocuments('getValidity'),
    question('compareVersions', ({ document, ghostVersion }) => ({
      versionId: document(turn).versionId,
      beforeVersionId: ghostVersion(slot),
    })),
    question('compareVersions', ({ document }) => ({
      versionId: document(turn).versionId,
      beforeVersionId: document(turn + 1).versionId,
    })),
    ...onVersions('getOriginal'),
    ...onVersions('getElements'),
    question('repealDocument', ({ document, ghost }) => ({ documentId: document(turn).id, byDocumentId: ghost(slot), on: '2030-01-01' })),
    ...onVersions('settleElement', { name: 'issuer', value: `改名${turn % 3}局` }),
    // Names, bytes and collections that are taken only by what is hidden.
    question('importDocument', () => ({ name: `隐藏${slot}.txt`, collection: '财政内部' }), `同名文件${slot}\n第一条 ${word}。`),
    question(
      'importDocument',
      () => ({ name: `隐藏${slot}.txt`, collection: '文件', grade: 'public' }),
      `同名公开文件${slot}\n第一条 ${word}。`,
    ),
    question('importDocument', () => ({ name: '补贴办法.txt', collection: '文件', department: '民政局' }), visible[0]?.content ?? ''),
    question('listRights'),
    question('getClassReaders', ({ ghost }) => ({ classId: ghost(slot) })),
    question('listCollectionGrants'),
    question('setCollectionGrants', ({ document }) => ({ collectionId: document(turn).collectionId, grants: [], reason: '无' })),
    question('listDepartments'),
    question('listPeople', () => ({ name: '编' })),
    question('listChanges'),
    question('listChanges', () => ({ which: 'ended' })),
    question('decideChange', ({ ghost }) => ({ changeId: ghost(slot), decision: 'approve' })),
    question('withdrawChange', ({ ghost }) => ({ changeId: ghost(slot) })),
    question('createDepartment', () => ({ name: '新部门' })),
    question('changeDepartment', ({ ghost }) => ({ departmentId: ghost(slot), name: '改名' })),
    question('closeDepartment', ({ ghost }) => ({ departmentId: ghost(slot) })),
    question('invitePerson', () => ({ loginName: 'someone', displayName: '某人' })),
    question('renewInvitation', ({ person }) => ({ personId: person })),
    question('changePerson', ({ person }) => ({ personId: person, displayName: '改名' })),
    question('leavePerson', ({ person }) => ({ personId: person })),
    question('proposeSecondFactorReset', ({ person }) => ({ personId: person, reason: '丢失' })),
    question('endPersonSessions', ({ person }) => ({ personId: person })),
    question('proposeRoles', ({ person }) => ({ personId: person, roles: ['editor'], clearance: 'important', reason: '无' })),
    question('getPolicy'),
    question('listPolicyVersions'),
    question('getPolicyVersion', () => ({ number: 0 })),
    question('checkPolicy', () => ({ text: 'permit (principal, action, resource);' })),
    question('getPolicyEffect', () => ({ text: 'permit (principal, action, resource);' })),
    question('getPolicyProposal', ({ ghost }) => ({ changeId: ghost(slot) })),
    question('proposePolicy', () => ({ text: 'permit (principal, action, resource);', reason: '无' })),
    question('listIncidents'),
    question('getIncident', ({ ghost }) => ({ incidentId: ghost(slot) })),
    question('openIncident', () => ({ title: '可疑' })),
    question('noteOnIncident', ({ ghost }) => ({ incidentId: ghost(slot), text: '无' })),
    question('changeIncident', ({ ghost }) => ({ incidentId: ghost(slot), severity: 'high' })),
    question('moveIncident', ({ ghost }) => ({ incidentId: ghost(slot), to: 'resolved', reason: '无' })),
    question('contain', ({ ghost }) => ({ incidentId: ghost(slot), kind: 'quarantine-document', target: ghost(slot) })),
    question('proposeLift', ({ ghost }) => ({ containmentId: ghost(slot), reason: '无' })),
    question('reportIncident', ({ ghost }) => ({ incidentId: ghost(slot) })),
    question('exportMyData'),
    question('exportPersonData', ({ person }) => ({ personId: person })),
    question('proposeErasure', ({ person }) => ({ personId: person, reason: '无' })),
    question('listSecurityReports'),
    question('getSecurityReport', ({ ghost }) => ({ reportId: ghost(slot) })),
    question('makeSecurityReport'),
    question('exportSecurityReport', ({ ghost }) => ({ reportId: ghost(slot) })),
    question('getRetention'),
    question('changePeriod', () => ({ kind: 'runs', days: 400, reason: '无' })),
    question('applyRetention'),
    question('listHolds'),
    question('placeHold', ({ ghost }) => ({ on: { kind: 'document', documentId: ghost(slot) }, reason: '无' })),
    question('proposeHoldLift', ({ ghost }) => ({ holdId: ghost(slot), reason: '无' })),
    question('openAnswerBox', ({ box }) => ({ boxId: box })),
    question('openAnswerBox', ({ ghost }) => ({ boxId: ghost(slot) })),
    question('askAnswerBox', ({ box }) => ({ boxId: box, visit, question: `${word}怎么申请？` })),
    question('askAnswerBox', ({ box }) => ({ boxId: box, visit, question: `《隐藏文件${slot}》第一条` })),
    question('openVisitorQuotation', ({ box, visitorRun }) => ({ boxId: box, visit, runId: visitorRun, number: 1 })),
    question('rateVisitorAnswer', ({ box, visitorRun }) => ({ boxId: box, visit, runId: visitorRun, verdict: 'helpful' })),
    question('listAnswerBoxes'),
    question('addAnswerBox', () => ({ title: '答问窗', scenario: 'citizens' })),
    question('changeAnswerBox', ({ box }) => ({ ...boxSettings, boxId: box })),
    question('closeAnswerBox', ({ box }) => ({ boxId: box })),
    question('removeAnswerBox', ({ box }) => ({ boxId: box })),
    question('listScenarios'),
    question('listScenarioVersions', () => ({ name: 'policy-questions' })),
    question('addScenarioVersion', () => ({ name: 'letters', title: '信函', purpose: '起草', engine: 'extractive' })),
    question('listDemoQuestions'),
    question('getHealth'),
    question('getStatus'),
    question('checkData'),
    question('listRecords'),
    question('getRecord', () => ({ sequence: 1 })),
    question('getRecordedRun', ({ run }) => ({ runId: run })),
    question('getBeginning'),
    question('proposeRedaction', ({ ghost }) => ({ subject: { kind: 'document', id: ghost(slot) }, reason: '无' })),
    question('listCheckpoints'),
    question('makeCheckpoint'),
    question('exportLedger'),
    question('verifyLedger'),
  ];
}
