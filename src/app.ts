// The composition root: the only place that builds the rooms and joins them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Hono } from 'hono';
import { soloCaller } from './access/access.ts';
import { createDenials } from './access/denials.ts';
import { createAccess } from './access/identify.ts';
import { createChanges } from './access/changes/changes.ts';
import { createRights } from './access/rights.ts';
import type { Route } from './access/route.ts';
import { answerBoxRoutes } from './answer-box/answer-box.http.ts';
import { createAnswerBoxes } from './answer-box/answer-box.ts';
import { createAnswer, type AnswerRoom } from './answer/answer.ts';
import { answerRoutes } from './answer/answer.http.ts';
import { absentGuard } from './answer/guard-port.ts';
import { createBackup } from './backup/backup.ts';
import { backupRoutes } from './backup/backup.http.ts';
import { rehearseInChild } from './backup/rehearse-in-child.ts';
import { type Clock, systemClock } from './base/clock.ts';
import type { Config } from './base/config.ts';
import { noSchedule, startSchedule } from './base/schedule.ts';
import { createLog } from './base/log.ts';
import { createDemo } from './demo/demo.ts';
import type { Environment } from './http/environment.ts';
import { createBodyRoom, createHttp } from './http/http.ts';
import { createRawDoor, type RawDoor } from './http/raw-door.ts';
import { createDocumentRights, titleFor } from './knowledge/document-rights.ts';
import { documentRightsRoutes } from './knowledge/document-rights.http.ts';
import { incidentRoutes } from './incidents/incidents.http.ts';
import { createNotices } from './incidents/notices.ts';
import { createIncidents, watchForAlarms } from './incidents/incidents.ts';
import { gatewayRoutes } from './gateway/gateway.http.ts';
import { createGateway } from './gateway/gateway.ts';
import { createKeys } from './keys/keys.ts';
import { keysRoutes } from './keys/keys.http.ts';
import { personalRoutes } from './personal/personal.http.ts';
import { createPersonal } from './personal/personal.ts';
import { quotaRoutes } from './quota/quota.http.ts';
import { createQuota } from './quota/quota.ts';
import { reportRoutes } from './reports/reports.http.ts';
import { createReports } from './reports/reports.ts';
import { retentionRoutes } from './retention/retention.http.ts';
import { createRetention } from './retention/retention.ts';
import { createLimits, keepTidy } from './http/limits.ts';
import { createKnowledge, type Knowledge } from './knowledge/knowledge.ts';
import { knowledgeRoutes } from './knowledge/knowledge.http.ts';
import { searchModelsRoutes } from './knowledge/search-models.http.ts';
import { createSearchModels } from './knowledge/search-models.ts';
import { containmentsOf, reportSourcesOf } from './joints.ts';
import { createTokenHash } from './knowledge/search/token-hash.ts';
import { createLedger, type Ledger, openSigner } from './ledger/ledger.ts';
import { startNightlyVerification } from './ledger/nightly-verification.ts';
import { ledgerRoutes } from './ledger/ledger.http.ts';
import { createReaderWithOcr } from './knowledge/reading/read-with-ocr.ts';
import { openTextRecognition } from './knowledge/recognition/text-recognition.ts';
import { createScenarios } from './scenarios/scenarios.ts';
import { modelRoutes } from './models/models.http.ts';
import { createModels, type Models, processTiming } from './models/models.ts';
import { peopleRoutes } from './people/people.http.ts';
import { openOutgoing } from './outgoing.ts';
import { createPeople } from './people/people.ts';
import { policyRoutes } from './policy/policy.http.ts';
import { createPolicy } from './policy/policy.ts';
import { scenarioRoutes } from './scenarios/scenarios.http.ts';
import { createDirectory } from './sign-in/directory/directory.ts';
import { createFolderKey } from './sign-in/folder-key.ts';
import { createSignIn, type SignIn } from './sign-in/sign-in.ts';
import { signInRoutes } from './sign-in/sign-in.http.ts';
import { createDataCheck, statusRoutes, watchClock } from './status/status.ts';
import { createFolderFiles } from './store/files.ts';
import { lockFolder, shareFolder } from './store/folder-lock.ts';
import { createJobs } from './store/jobs.ts';
import { openKeyRing } from './store/keys/key-ring.ts';
import { masterKeySource } from './store/keys/master-key.ts';
import { checkValues } from './store/seal/check-values.store.ts';
import { createSeal } from './store/seal/seal.ts';
import { startSealing } from './store/seal/sealing.ts';
import { openStore, type Store } from './store/store.ts';
import { webhookRoutes } from './webhooks/webhooks.http.ts';
import { createWebhooks } from './webhooks/webhooks.ts';
import { sourceRoutes } from './sources/sources.http.ts';
import { createSources } from './sources/sources.ts';
import { createTelemetry } from './telemetry/telemetry.ts';

const projectFolder = fileURLToPath(new URL('..', import.meta.url));
export const version: string = (JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as { version: string }).version;

export interface App {
  readonly http: Hono<Environment>;
  /** For clients of OpenAI's API, before everything else. */
  readonly rawDoor: RawDoor;
  readonly routes: readonly Route[];
  readonly store: Store;
  readonly knowledge: Knowledge;
  readonly answer: AnswerRoom;
  readonly models: Pick<Models, 'health'>;
  readonly ledger: Ledger;
  readonly signIn: SignIn;
  /** Shown to this process's own operations by whoever opened it on the data folder. */
  readonly folderKey: string;
  /** Tells other processes where this one serves. */
  announce(url: string): Promise<void>;
  close(): Promise<void>;
}

export async function createApp(config: Config, clock: Clock = systemClock): Promise<App> {
  const log = createLog(config.logLevel);
  const lock = config.databaseUrl ? await shareFolder(config.dataFolder) : await lockFolder(config.dataFolder);
  const closers: (() => Promise<void>)[] = [() => lock.release()];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const { egress, authorities, follow, tell } = openOutgoing(config, log);
    closers.push(() => egress.close());
    const store = await openStore(
      config.databaseUrl
        ? { kind: 'server', url: config.databaseUrl, authorities }
        : { kind: 'embedded', folder: join(config.dataFolder, 'database') },
    );
    closers.push(() => store.close());
    const algorithm = config.cipher === 'sm4' ? 'sm4-ctr-hmac-sm3' : 'aes-256-gcm';
    const master = masterKeySource(config.masterKey);
    const keyRing = await openKeyRing({ store, master, algorithm });
    closers.push(async () => keyRing.close());
    const seal = createSeal(keyRing);
    const telemetry = createTelemetry({ settings: config.telemetry, version, egress, log });
    closers.push(() => telemetry.stop());
    const ledger = createLedger({
      onAppended: telemetry.onAppended,
      store,
      clock,
      log,
      signer: await openSigner(join(config.dataFolder, 'keys'), config.ledgerSignature),
      exportFolder: config.ledgerExport,
      seal: seal.columns.text({ table: 'ledger_disclosure', column: 'value', purpose: 'ledger' }),
    });
    closers.push(() => ledger.close());
    const clockWatch = await watchClock({ clock, ledger, log });
    closers.push(() => clockWatch.stop());
    const files = createFolderFiles(join(config.dataFolder, 'files'), seal);
    const reader = createReaderWithOcr({ children: 1, ocr: await openTextRecognition(config.ocr, egress) });
    closers.push(async () => reader.close());
    const jobs = await createJobs(store, log, keyRing.lookIfOverdue);
    closers.push(() => jobs.stop());
    const startAtTimes = config.keepsSchedules ? startSchedule : noSchedule;
    const background = { store, seal, jobs, ledger, clock, log };

    const folderKey = createFolderKey(config.dataFolder);
    if (!config.databaseUrl) {
      await folderKey.publish();
      closers.push(() => folderKey.withdraw());
    }
    const signIn = createSignIn({
      store,
      ledger,
      clock,
      policy: config.signIn,
      isLoopbackOnly: !config.listening.isReachableFromElsewhere,
      folderKey: folderKey.key,
      seal,
      directory: createDirectory(config.directory, { egress, log }),
      origins: config.listening.publicOrigins,
    });
    await signIn.open();
    const rights = createRights({ store });
    const access = createAccess({ signIn, rights });
    const changes = createChanges({ store, ledger, clock });
    const models = await createModels({
      store,
      seal,
      ledger,
      changes,
      egress,
      clock,
      log,
      timing: processTiming,
      isSolo: async () => (await signIn.mode()) === 'solo',
      firstNetworks: config.network.siteNetworks,
    });
    closers.push(async () => models.close());
    follow(models);
    const searchModels = await createSearchModels({ ...background, changes, models });
    closers.push(() => searchModels.close());
    // For as long as this process runs: after a change of the key the library is indexed again at the next start.
    const { cipher: tokenCipher } = keyRing.active('search-tokens');
    const knowledge = await createKnowledge({
      ...background,
      files,
      reader,
      tokenHash: createTokenHash((token) => tokenCipher.hash(token)),
      searchSnapshotFile: join(config.dataFolder, 'search', 'index'),
      meaning: searchModels.meaning,
      startSchedule: startAtTimes,
    });
    closers.push(() => knowledge.close());
    const sources = await createSources({
      ...background,
      knowledge,
      standingOf: async (person) => ((await signIn.mode()) === 'solo' ? soloCaller : rights.standing(person)),
      settings: config.sources,
      egress,
      isWatching: config.keepsSchedules,
    });
    closers.push(() => sources.stop());
    const accounts = {
      linkFor: signIn.linkFor,
      endSessionsOf: signIn.endSessions,
      resetSecondFactorWithin: signIn.secondFactor.resetWithin,
    };
    const people = createPeople({ store, ledger, clock, changes, accounts });
    const policy = createPolicy({ store, changes, rights });
    const documentRights = createDocumentRights({ store, ledger, clock, rights, changes, titleOf: titleFor(knowledge) });
    const incidents = createIncidents({
      store,
      seal,
      ledger,
      changes,
      clock,
      containments: containmentsOf({ signIn, people, knowledge }),
      ...(config.webhook ? { notices: await createNotices({ store, jobs, egress, clock, log, webhook: config.webhook }) } : {}),
      conditions: { lastBackup: () => backup.lastDone(), ledgerOutage: ledger.outage },
    });
    const scenarios = await createScenarios({ store, ledger, changes, clock });
    signIn.apiKeys.useScenarios((name) => scenarios.get(name));
    const quota = await createQuota({ store, ledger, clock, log, pathOf: rights.pathOf });
    closers.push(() => quota.close());
    const answer = createAnswer({
      store,
      seal,
      knowledge,
      scenarios,
      models,
      quota,
      guard: absentGuard,
      ledger,
      clock,
      log,
      observe: telemetry.onRun,
      exports: config.exports,
      reader,
      startSchedule: startAtTimes,
      held: (within) => retention.holds.standing(within),
    });
    closers.push(() => answer.stop());
    const limits = createLimits({ store, log, clock, rates: config.limits });
    closers.push(keepTidy(limits, log));
    const answerBoxes = createAnswerBoxes({
      store,
      ledger,
      changes,
      rights,
      scenarios,
      answer,
      knowledge,
      admit: limits.admitVisitor,
      clock,
      origin: config.exports.origin,
    });
    const webhooks = createWebhooks({ ...background, changes, scenarios, egress, isWatching: config.keepsSchedules });
    closers.push(() => webhooks.stop());
    tell(webhooks.rules);
    telemetry.watch({ models, jobs, store });
    const retention = await createRetention({
      ...background,
      startSchedule: startAtTimes,
      changes,
      documents: { isThere: documentRights.isThere, titleOf: titleFor(knowledge) },
      kinds: {
        runs: answer.kept,
        'visitor-runs': answer.keptOfVisitors,
        'deleted-documents': knowledge.deleted,
        'sign-in-traces': signIn.traces,
        ledger: ledger.kept,
      },
    });
    closers.push(() => retention.stop());
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
    const stocks = [knowledge.plainOriginals, files.stock];
    const sealing = await startSealing({ store, jobs, seal, ring: keyRing, master, algorithm, stocks, log });
    const keys = createKeys({ sealing, ledger });
    const demo = createDemo({ folder: join(projectFolder, 'demo'), knowledge });
    const backup = await createBackup({
      ...background,
      dataFolder: config.dataFolder,
      productVersion: version,
      settings: config.backup,
      rehearse: rehearseInChild({ commandLine: join(projectFolder, 'src', 'cli', 'main.ts'), config }),
    });
    closers.push(() => backup.stop());
    const startedAt = clock.now().toISOString();
    const reports = createReports({
      ...background,
      startSchedule: startAtTimes,
      sources: reportSourcesOf({ people, ledger, documentRights, signIn, incidents, retention, sealing, egress, backup, startedAt }),
    });
    closers.push(() => reports.stop());
    const dataCheck = createDataCheck({
      ledger,
      parts: {
        values: () => checkValues(store, seal.columns.declared()),
        originals: knowledge.checkOriginals,
        search: knowledge.checkSearch,
        backups: backup.check,
      },
    });
    const routes = [
      ...signInRoutes(signIn),
      ...answerRoutes(answer),
      ...answerBoxRoutes(answerBoxes),
      ...webhookRoutes(webhooks),
      ...knowledgeRoutes(knowledge),
      ...searchModelsRoutes(searchModels),
      ...sourceRoutes(sources),
      ...documentRightsRoutes(documentRights),
      ...peopleRoutes(people, changes),
      ...policyRoutes(policy),
      ...gatewayRoutes(createGateway({ answer, scenarios })),
      ...modelRoutes(models),
      ...quotaRoutes(quota),
      ...incidentRoutes(incidents),
      ...retentionRoutes(retention),
      ...personalRoutes(personal),
      ...reportRoutes(reports),
      ...scenarioRoutes(scenarios),
      ...ledgerRoutes(ledger),
      ...keysRoutes(keys),
      ...demo.routes(),
      ...backupRoutes(backup),
      ...statusRoutes({
        store,
        jobs,
        clock,
        version,
        dataFolder: config.dataFolder,
        librarySize: knowledge.countAll,
        lastBackup: () => backup.lastDone(),
        sealing: () => sealing.state(),
        lastJump: clockWatch.lastJump,
        dataCheck,
        nearQuotas: quota.near,
      }),
    ];
    const verification = startNightlyVerification({ store, ledger, clock, log, startSchedule: startAtTimes });
    closers.push(() => verification.stop());
    const watch = watchForAlarms(incidents, log);
    closers.push(() => watch.stop());
    const doorkeepers = {
      access,
      routes,
      log,
      door: config.listening,
      limits,
      denials: createDenials({ store, ledger, clock }),
      prepare: keyRing.lookIfOverdue,
      bodies: createBodyRoom(),
      onRequest: telemetry.onRequest,
    };
    const rawDoor = createRawDoor(doorkeepers);
    const http = createHttp({
      ...doorkeepers,
      pagesFolder: join(projectFolder, 'web', 'dist'),
      version,
      metrics: telemetry.metrics,
      ancestorsOf: answerBoxes.ancestorsOf,
    });
    if (config.loadDemo) await demo.load(soloCaller);
    return {
      http,
      rawDoor,
      routes,
      store,
      knowledge,
      answer,
      models,
      ledger,
      signIn,
      folderKey: folderKey.key,
      announce: (url) => lock.announce(url),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
