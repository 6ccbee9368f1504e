// A person's own data: taken out, and erased.
import { z } from 'zod';
import { bytesOperation, operation } from '../base/contract.ts';
import { changeIdSchema, personIdSchema } from '../base/ids.ts';

const byPerson = z.object({ personId: personIdSchema });

export const operations = {
  exportMyData: bytesOperation({
    id: 'exportMyData',
    method: 'GET',
    path: '/api/me/data',
    permission: 'signed-in',
    summary: 'Everything that is kept about the caller, as JSON',
    input: z.object({}),
    mediaTypes: ['application/json'],
  }),
  exportPersonData: bytesOperation({
    id: 'exportPersonData',
    method: 'GET',
    path: '/api/people/:personId/data',
    permission: 'personal-data.export',
    summary: 'What is kept about a person, as JSON: without answers, and without questions above internal',
    input: byPerson,
    mediaTypes: ['application/json'],
  }),
  proposeErasure: operation({
    id: 'proposeErasure',
    method: 'POST',
    path: '/api/people/:personId/erasure',
    permission: 'personal-data.erase',
    summary: 'Propose to erase the data of a person who has left; a security officer decides',
    input: byPerson.extend({ reason: z.string().trim().min(1).max(1000) }),
    output: z.object({ changeId: changeIdSchema }),
  }),
};
