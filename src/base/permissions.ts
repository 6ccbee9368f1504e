// What a person can be allowed to do. Every operation declares one; `access` decides who holds it.

export const permissions = [
  'answers.ask',
  'documents.search',
  'documents.read',
  'documents.write',
  'ledger.export',
  'ledger.read',
  'ledger.verify',
  'runs.read',
  'scenarios.read',
  'status.read',
] as const;
export type Permission = (typeof permissions)[number];
