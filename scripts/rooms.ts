// The map of the house as data: who may import whom. The checker reads it; change it here and nowhere else.

/** Rooms from the ground up. A room knows the rooms on lower floors; rooms on one floor do not know each other. */
export const floors: readonly (readonly string[])[] = [
  ['base'],
  ['egress'],
  ['store'],
  ['ledger'],
  ['access'],
  ['sign-in'],
  ['guard'],
  ['models'],
  ['knowledge'],
  ['scenarios'],
  ['safety'],
  ['answer'],
  [
    'evaluation',
    'review',
    'hotline',
    'drafting',
    'training',
    'value',
    'status',
    'keys',
    'demo',
    'people',
    'backup',
    'incidents',
    'retention',
    'personal',
  ],
  ['http'],
  ['app.ts'],
  ['serve.ts'],
  ['welcome.ts'],
  ['cli', 'main.ts'],
];

/** Files through which a room is entered, where they are not just `<room>.ts` and `contract.ts`. `*` stands for one file name. */
export const doors: Readonly<Record<string, readonly string[]>> = {
  base: ['*'],
  egress: ['egress.ts', 'authorities.ts'],
  ledger: ['ledger.ts', 'contract.ts', 'verify-export.ts', 'test-tamperings.ts'],
  access: [
    'access.ts',
    'access-class.ts',
    'caller.ts',
    'changes/changes.ts',
    'contract.ts',
    'departments.ts',
    'identify.ts',
    'personal-data.ts',
    'permissions-of-role.ts',
    'rights.ts',
    'route.ts',
    'scope.ts',
  ],
  store: [
    'store.ts',
    'files.ts',
    'folder-lock.ts',
    'held.store.ts',
    'jobs.ts',
    'kept.ts',
    'server.ts',
    'write-durably.ts',
    'keys/key-ring.ts',
    'keys/master-key.ts',
    'seal/seal.ts',
    'seal/sealed-columns.ts',
    'seal/sealing.ts',
    'seal/wipe-traces.ts',
  ],
  'sign-in': ['sign-in.ts', 'contract.ts', 'folder-key.ts', 'directory/directory.ts'],
  knowledge: [
    'knowledge.ts',
    'contract.ts',
    'document-rights.ts',
    'quarantine.ts',
    'rights-contract.ts',
    'reading/*',
    'reading/clean/destroyed-bytes.ts',
    'reading/segment/segment.ts',
    'search/*',
    'search/learned/*',
  ],
  answer: ['answer.ts', 'contract.ts', '*-port.ts', 'extract/*'],
  incidents: ['incidents.ts', 'contract.ts', 'report.ts'],
  backup: ['backup.ts', 'contract.ts', 'manifest.ts', 'restore.ts', 'take-backup.ts', 'rehearse-in-child.ts', 'vault/*'],
  http: ['http.ts', 'environment.ts', 'limits.ts', 'listen.ts', 'openapi.ts', 'remote.ts'],
  cli: ['main.ts'],
};

/** Private files that benches open besides, since they fill tables faster than the product would. */
export const benchDoors: readonly string[] = ['knowledge/tables.ts'];

/** What `src/app.ts`, which joins the rooms, may open besides. */
export const serviceDoors: readonly string[] = ['<room>.http.ts', '<room>.jobs.ts', 'document-rights.http.ts'];
