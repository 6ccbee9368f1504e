// Who may do what, written down once by hand, apart from the code that decides it: what the matrix test expects of every route.
import type { Grade } from '../../src/base/grade.ts';
import type { Role } from '../../src/base/roles.ts';

const users = ['editor', 'reviewer', 'agent', 'staff', 'security-officer'] as const satisfies readonly Role[];
const powers = ['system-administrator', 'security-officer', 'auditor'] as const satisfies readonly Role[];

/** What an operation needs of the document that it names; `nothing` where it names none. */
export type Need = 'nothing' | 'read' | 'write' | 'manage' | 'know';
interface Row {
  readonly roles: readonly Role[];
  readonly needs: Need;
}
const plain = (roles: readonly Role[]): Row => ({ roles, needs: 'nothing' });
const reading: Row = { roles: users, needs: 'read' };
const writing: Row = { roles: ['editor'], needs: 'write' };

/** By operation. A route that is not here fails the test. */
export const rightsTable: Readonly<Record<string, Row>> = {
  ask: plain(users),
  streamAnswer: plain(users),
  getRun: plain(users),
  getRunSteps: plain(users),
  rateAnswer: plain(users),
  removeConversation: plain(users),
  exportAnswer: plain(users),
  attachFile: plain(users),
  streamAttaching: plain(users),
  detachFile: plain(users),
  getAttachmentText: plain(users),
  getRecordedRun: plain(['auditor']),
  listRuns: plain(users),
  listDemoQuestions: plain(users),
  listAnswerBoxes: plain(powers),
  addAnswerBox: plain(['system-administrator']),
  changeAnswerBox: plain(['system-administrator']),
  closeAnswerBox: plain(['system-administrator']),
  removeAnswerBox: plain(['system-administrator']),
  listWebhooks: plain(powers),
  listDeliveries: plain(powers),
  addWebhook: plain(['system-administrator']),
  changeWebhook: plain(['system-administrator']),
  closeWebhook: plain(['system-administrator']),
  removeWebhook: plain(['system-administrator']),
  replaceWebhookSecret: plain(['system-administrator']),
  testWebhook: plain(['system-administrator']),
  resendDelivery: plain(['system-administrator']),
  listScenarios: plain([...users, 'system-administrator', 'auditor']),
  listScenarioVersions: plain([...users, 'system-administrator', 'auditor']),
  createChatCompletion: plain(users),
  createEmbedding: plain(users),
  createRerank: plain(users),
  listOpenAiModels: plain(users),
  addScenarioVersion: plain(['security-officer']),
  searchPassages: plain(users),
  listCollections: plain(users),
  listDocuments: plain(users),
  importDocument: plain(['editor']),
  getDocument: reading,
  getReadingText: reading,
  listPassages: { roles: users, needs: 'nothing' },
  getOrigin: reading,
  getOriginal: reading,
  getElements: reading,
  settleElement: writing,
  getLibraryReport: plain(['editor']),
  listDuplicates: plain(['editor']),
  getReadingQueue: plain(['editor']),
  getLibraryRoom: plain(['editor']),
  listLibraryLimits: plain(powers),
  setLibraryLimit: plain(['system-administrator']),
  removeLibraryLimit: plain(['system-administrator']),
  listLibraryWeeks: plain(['editor']),
  exportLibraryReport: plain(['editor']),
  listSources: plain(['editor']),
  addSource: plain(['editor']),
  changeSource: plain(['editor']),
  lookAtSource: plain(['editor']),
  removeSource: plain(['editor']),
  listSourceFiles: plain(['editor']),
  countUnanswered: plain(['editor']),
  listUnanswered: plain(['editor']),
  retryDocuments: writing,
  getValidity: reading,
  compareVersions: reading,
  repealDocument: writing,
  updateDocument: writing,
  deleteDocument: writing,
  restoreDocument: writing,
  retryDocument: writing,
  giveDocumentPassword: writing,
  getDocumentRights: { roles: [...users, 'auditor'], needs: 'know' },
  setDocumentGrants: { roles: ['editor', 'security-officer'], needs: 'manage' },
  proposeLowerGrade: { roles: ['editor', 'security-officer'], needs: 'manage' },
  listRights: plain(['editor', 'security-officer', 'auditor']),
  getClassReaders: plain(['editor', 'security-officer', 'auditor']),
  listCollectionGrants: plain(['security-officer']),
  setCollectionGrants: plain(['security-officer']),
  listModels: plain(powers),
  getModelFigures: plain(powers),
  getSiteNetworks: plain(powers),
  getEgressPolicy: plain(powers),
  addModel: plain(['system-administrator']),
  changeModel: plain(['system-administrator']),
  setModelKey: plain(['system-administrator']),
  setModelPrice: plain(['system-administrator']),
  removeModel: plain(['system-administrator']),
  testModel: plain(['system-administrator']),
  stopModels: plain(['security-officer']),
  liftStop: plain(['security-officer']),
  proposeSiteNetworks: plain(['system-administrator']),
  getSearchModels: plain(powers),
  setSearchModels: plain(['system-administrator']),
  listQuotas: plain(powers),
  setQuota: plain(['system-administrator']),
  removeQuota: plain(['system-administrator']),
  listUsage: plain(powers),
  listDepartments: plain([...powers, 'editor']),
  listPeople: plain([...powers, 'editor']),
  createDepartment: plain(['system-administrator']),
  changeDepartment: plain(['system-administrator']),
  closeDepartment: plain(['system-administrator']),
  invitePerson: plain(['system-administrator']),
  renewInvitation: plain(['system-administrator']),
  changePerson: plain(['system-administrator']),
  leavePerson: plain(['system-administrator']),
  proposeSecondFactorReset: plain(['system-administrator']),
  endPersonSessions: plain(['system-administrator']),
  proposeRoles: plain(['system-administrator']),
  listChanges: plain([...powers, 'editor', 'reviewer']),
  decideChange: plain([...powers, 'editor', 'reviewer']),
  withdrawChange: plain([...powers, 'editor', 'reviewer']),
  getPolicy: plain(powers),
  listPolicyVersions: plain(powers),
  getPolicyVersion: plain(powers),
  checkPolicy: plain(powers),
  getPolicyEffect: plain(powers),
  getPolicyProposal: plain(powers),
  proposePolicy: plain(['security-officer']),
  listIncidents: plain(powers),
  getIncident: plain(powers),
  openIncident: plain(['security-officer']),
  noteOnIncident: plain(['security-officer']),
  changeIncident: plain(['security-officer']),
  moveIncident: plain(['security-officer']),
  contain: plain(['security-officer']),
  proposeLift: plain(['security-officer']),
  reportIncident: plain(powers),
  exportPersonData: plain(['security-officer']),
  proposeErasure: plain(['system-administrator']),
  listSecurityReports: plain(['security-officer', 'auditor']),
  getSecurityReport: plain(['security-officer', 'auditor']),
  makeSecurityReport: plain(['security-officer']),
  exportSecurityReport: plain(['security-officer', 'auditor']),
  getRetention: plain(powers),
  changePeriod: plain(['security-officer']),
  applyRetention: plain(['security-officer']),
  listHolds: plain(powers),
  placeHold: plain(['security-officer']),
  proposeHoldLift: plain(['security-officer']),
  getStatus: plain(powers),
  listApiKeys: plain(powers),
  createApiKey: plain(['security-officer']),
  revokeApiKey: plain(['security-officer']),
  listRecords: plain(['auditor']),
  getRecord: plain(['auditor']),
  getBeginning: plain(['auditor']),
  proposeRedaction: plain(['auditor']),
  listCheckpoints: plain(['auditor']),
  makeCheckpoint: plain(['auditor']),
  exportLedger: plain(['auditor']),
  verifyLedger: plain(['auditor']),
  listBackups: plain(['system-administrator']),
  takeBackup: plain(['system-administrator']),
  verifyBackup: plain(['system-administrator']),
  getBackupRun: plain(['system-administrator']),
  checkData: plain(['system-administrator']),
  getKeys: plain(['system-administrator']),
  rotateKeys: plain(['system-administrator']),
};

/** Where a document stands as seen from a person who belongs to a bureau with a clearance for internal. */
export interface Standing {
  readonly grade: Grade;
  /** Owned by the person's own department, by one below it, by one above it, or by one beside it. */
  readonly owner: 'own' | 'below' | 'above' | 'beside';
  /** Whether it was opened to the person for reading. */
  readonly isGranted: boolean;
}
export interface Rights {
  readonly read: boolean;
  readonly write: boolean;
  readonly manage: boolean;
  readonly know: boolean;
}

export function expectedRights(role: Role, { grade, owner, isGranted }: Standing): Rights {
  if (role === 'system-administrator') return { read: false, write: false, manage: false, know: false };
  if (role === 'auditor') return { read: false, write: false, manage: false, know: true };
  const isLow = grade === 'public' || grade === 'internal';
  const isUnder = owner === 'own' || owner === 'below';
  const keeps = isLow && isUnder;
  const read =
    grade === 'public' ||
    (grade === 'internal' && (owner === 'own' || owner === 'above')) ||
    ((role === 'editor' || role === 'reviewer') && keeps) ||
    isGranted;
  const write = role === 'editor' && keeps;
  const manage = role === 'security-officer' || (role === 'editor' && keeps);
  return { read, write, manage, know: read || manage };
}
