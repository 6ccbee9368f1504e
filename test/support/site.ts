// A whole site for a test: every room on a fresh database and the door before them, with callers that the test chooses.
import { createEgress } from '../../src/egress/egress.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Caller, soloCaller } from '../../src/access/access.ts';
import { createDenials } from '../../src/access/denials.ts';
import type { Route } from '../../src/access/route.ts';
import { answerBoxRoutes } from '../../src/answer-box/answer-box.http.ts';
import { createAnswerBoxes } from '../../src/answer-box/answer-box.ts';
import { answerRoutes } from '../../src/answer/answer.http.ts';
import { readConfig } from '../../src/base/config.ts';
import { silentLog } from '../../src/base/log.ts';
import { startSchedule } from '../../src/base/schedule.ts';
import { prepareRequest } from '../../src/base/prepare-request.ts';
import { createDemo } from '../../src/demo/demo.ts';
import { containmentsOf, reportSourcesOf } from '../../src/joints.ts';
import { createHttp } from '../../src/http/http.ts';
import { documentRightsRoutes } from '../../src/knowledge/document-rights.http.ts';
import { createDocumentRights, titleFor } from '../../src/knowledge/document-rights.ts';
import { incidentRoutes } from '../../src/incidents/incidents.http.ts';
import { createIncidents, type IncidentRoom } from '../../src/incidents/incidents.ts';
import { knowledgeRoutes } from '../../src/knowledge/knowledge.http.ts';
import type { Meaning } from '../../src/knowledge/knowledge.ts';
import { readDocument } from '../../src/knowledge/reading/read-document.ts';
import { ledgerRoutes } from '../../src/ledger/ledger.http.ts';
import { peopleRoutes } from '../../src/people/people.http.ts';
import { personalRoutes } from '../../src/personal/personal.http.ts';
import { createPersonal } from '../../src/personal/personal.ts';
import { reportRoutes } from '../../src/reports/reports.http.ts';
import { createReports, type Reports } from '../../src/reports/reports.ts';
import { policyRoutes } from '../../src/policy/policy.http.ts';
import { createPolicy } from '../../src/policy/policy.ts';
import { retentionRoutes } from '../../src/retention/retention.http.ts';
import type { RetentionKind } from '../../src/retention/contract.ts';
import { createRetention, type Retention } from '../../src/retention/retention.ts';
import { scenarioRoutes } from '../../src/scenarios/scenarios.http.ts';
import { sourceRoutes } from '../../src/sources/sources.http.ts';
import { bucketRules } from '../../src/sources/bucket.ts';
import { createSources, type Sources } from '../../src/sources/sources.ts';
import { createScenarios } from '../../src/scenarios/scenarios.ts';
import { createSignIn, type SignIn } from '../../src/sign-in/sign-in.ts';
import type { Kept } from '../../src/store/kept.ts';
import { createDataCheck, statusRoutes } from '../../src/status/status.ts';
import { checkValues } from '../../src/store/seal/check-values.store.ts';
import { type Institution, openInstitution } from './institution.ts';
import { openTestLibrary, type TestLibrary } from './library.ts';
import { openAnswers } from './answers.ts';
import type { AnswerDependencies } from '../../src/answer/answer.ts';

export interface Reply {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

export interface Site extends TestLibrary, Pick<Institution, 'department' | 'person' | 'as' | 'changes' | 'people' | 'rights'> {
  readonly routes: readonly Route[];
  readonly incidents: IncidentRoom;
  readonly signIn: SignIn;
  readonly retention: Retention;
  readonly reports: Reports;
  /** In the folder for them, looked at when a test says so. */
  readonly sources: Sources;
  readonly sourceFolder: string;
  /** What alarms look at besides the ledger. */
  readonly conditions: {
    backup: { isSet: boolean; takenAt: string | null };
    outage: { since: Date; until: Date; failures: number } | undefined;
  };
  /** What retention removes; a test may come between. */
  readonly kinds: Record<RetentionKind, { -readonly [Part in keyof Kept]: Kept[Part] }>;
  /** A moment goes by: what happens later has a later time. */
  tick(): void;
  /** What the door answers to this caller. */
  ask(caller: Caller, operationId: string, input: Readonly<Record<string, unknown>>, body?: Uint8Array): Promise<Reply>;
  /** As one who owns everything; fails when it is refused. */
  askAsOwner(operationId: string, input: Readonly<Record<string, unknown>>): Promise<Reply>;
  /** Resolves when nothing waits to be read. */
  settledAll(): Promise<void>;
}

export async function openSite({
  buckets = [],
  ...options
}: {
  readonly meaning?: Meaning;
  readonly admit?: (subject: string, perMinute: number) => Promise<void>;
  readonly buckets?: readonly URL[];
} = {}): Promise<Site> {
  // Read in this process: the parser is the same, and a child takes a second to start.
  const library = await openTestLibrary({ ...options, reader: { read: (file) => readDocument(file), close: () => {} } });
  const { store, seal, jobs, clock, knowledge, ledger: libraryLedger } = library;
  const institution = await openInstitution(store, clock, libraryLedger);
  const { ledger, rights, changes, people } = institution;
  const documentRights = createDocumentRights({ store, ledger, clock, rights, changes, titleOf: titleFor(knowledge) });
  const policy = readConfig({}, {}).signIn;
  const signIn = createSignIn({ store, ledger, clock, policy, isLoopbackOnly: true, folderKey: 'hjf_test', seal });
  const conditions: Site['conditions'] = { backup: { isSet: false, takenAt: null }, outage: undefined };
  const incidents = createIncidents({
    store,
    seal,
    ledger,
    changes,
    clock,
    containments: containmentsOf({ signIn, people, knowledge }),
    conditions: { lastBackup: async () => conditions.backup, ledgerOutage: () => conditions.outage },
  });
  const scenarios = await createScenarios({ store, ledger, changes, clock });
  const held: AnswerDependencies['held'] = (within) => retention.holds.standing(within);
  const answer = openAnswers({ ...library, ledger }, { scenarios, held });
  const answerBoxes = createAnswerBoxes({
    store,
    ledger,
    changes,
    rights,
    scenarios,
    answer,
    knowledge,
    admit: options.admit ?? (async () => {}),
    clock,
    origin: 'http://localhost',
  });
  const kinds: Site['kinds'] = {
    runs: answer.kept,
    'visitor-runs': answer.keptOfVisitors,
    'deleted-documents': knowledge.deleted,
    'sign-in-traces': signIn.traces,
    ledger: ledger.kept,
  };
  const retention = await createRetention({
    startSchedule,
    store,
    seal,
    jobs,
    ledger,
    changes,
    clock,
    log: silentLog,
    documents: { isThere: documentRights.isThere, titleOf: titleFor(knowledge) },
    kinds,
  });
  const personal = await createPersonal({
    store,
    jobs,
    ledger,
    changes,
    parts: { ...answer.personal, records: ledger.personal, signIn: signIn.personal, account: people.personal },
    find: people.findErasable,
    isHeld: retention.holds.covers,
    eraseReasons: changes.eraseReasons,
  });
  const reports = createReports({
    startSchedule,
    store,
    ledger,
    clock,
    log: silentLog,
    sources: reportSourcesOf({
      people,
      ledger,
      documentRights,
      signIn,
      incidents,
      retention,
      sealing: { state: async () => ({ keys: [] }) },
      egress: { calls: () => [] },
      backup: { lastDone: async () => ({ isSet: false, takenAt: null, verifiedAt: null }) },
      startedAt: clock.now().toISOString(),
    }),
  });
  const demo = createDemo({ folder: join(import.meta.dirname, '..', '..', 'demo'), knowledge });
  const dataFolder = await mkdtemp(join(tmpdir(), 'hengjian-test-site-'));
  const sourceFolder = await mkdtemp(join(tmpdir(), 'hengjian-test-source-'));
  const about = { store, seal, jobs, knowledge, clock, ledger: libraryLedger, log: silentLog };
  const egress = createEgress({ rules: () => bucketRules(buckets), log: silentLog, authorities: [] });
  const settings = { folders: [sourceFolder], buckets };
  const sources = await createSources({ ...about, settings, egress, standingOf: rights.standing, isWatching: false });
  const routes = [
    ...answerRoutes(answer),
    ...answerBoxRoutes(answerBoxes),
    ...knowledgeRoutes(knowledge),
    ...sourceRoutes(sources),
    ...documentRightsRoutes(documentRights),
    ...peopleRoutes(people, changes),
    ...policyRoutes(createPolicy({ store, changes, rights })),
    ...incidentRoutes(incidents),
    ...retentionRoutes(retention),
    ...personalRoutes(personal),
    ...reportRoutes(reports),
    ...scenarioRoutes(scenarios),
    ...ledgerRoutes(ledger),
    ...demo.routes(),
    ...statusRoutes({
      store,
      jobs,
      clock,
      version: '0',
      dataFolder,
      librarySize: (scope) => knowledge.countAll(scope),
      lastBackup: async () => ({ isSet: false, takenAt: null, verifiedAt: null }),
      sealing: async () => ({ isWorking: false, done: 0, total: 0 }),
      lastJump: () => undefined,
      nearQuotas: async () => [],
      dataCheck: createDataCheck({
        ledger: libraryLedger,
        parts: {
          values: () => checkValues(store, seal.columns.declared()),
          originals: knowledge.checkOriginals,
          search: knowledge.checkSearch,
          backups: async function* () {},
        },
      }),
    }),
  ];
  let elapsedMs = 0;
  clock.now = () => new Date(Date.parse(`${clock.today}T04:00:00Z`) + elapsedMs);
  let asking = soloCaller;
  const http = createHttp({
    access: { identify: async () => asking, holdsDataFolder: () => false, keyHolder: async () => undefined },
    routes,
    log: silentLog,
    pagesFolder: dataFolder,
    version: '0',
    denials: createDenials({ store, ledger, clock }),
  });
  const site: Site = {
    ...library,
    ...institution,
    ledger: libraryLedger,
    routes,
    incidents,
    signIn,
    retention,
    reports,
    sources,
    sourceFolder,
    conditions,
    kinds,
    tick: () => {
      elapsedMs += 1;
    },
    async ask(caller, operationId, input, body) {
      const operation = routes.find((route) => route.operation.id === operationId)?.operation;
      if (!operation) throw new RangeError(`There is no operation ${operationId}.`);
      asking = caller;
      const request = prepareRequest(operation, input);
      const content = body ?? request.body;
      const response = await http.request(`http://localhost${request.url}`, {
        method: request.method,
        headers: {
          ...request.headers,
          host: 'localhost',
          'content-type': operation.upload ? 'application/octet-stream' : 'application/json',
        },
        ...(content === null ? {} : { body: content }),
      });
      return { status: response.status, type: response.headers.get('content-type') ?? '', text: await response.text() };
    },
    async askAsOwner(operationId, input) {
      const reply = await site.ask(soloCaller, operationId, input);
      if (reply.status >= 300) throw new Error(`${operationId}: ${reply.text}`);
      return reply;
    },
    settledAll: () => library.waitFor('all documents are read', async () => (await knowledge.countAll('all')).waiting === 0),
    async close() {
      await retention.stop();
      await reports.stop();
      await sources.stop();
      await egress.close();
      await rm(sourceFolder, { recursive: true, force: true });
      await institution.close();
      await library.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
  return site;
}
