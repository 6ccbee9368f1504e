import { describe, expect, it } from 'vitest';
import { operations as answers } from '../answer/contract.ts';
import { operations as knowledge } from '../knowledge/contract.ts';
import { addressOf, prepareRequest } from './prepare-request.ts';

const documentId = '01980000-0000-7000-8000-000000000001';

describe('a request', () => {
  it('carries path parameters in the path and the rest of a reading operation in the query', () => {
    expect(prepareRequest(knowledge.listPassages, { versionId: documentId, limit: 5 })).toEqual({
      url: `/api/versions/${documentId}/passages?limit=5`,
      method: 'GET',
      body: null,
      headers: {},
    });
  });

  it('carries what a writing operation changes as a JSON body, without what is not given', () => {
    const { url, body } = prepareRequest(knowledge.updateDocument, { documentId, title: '办法', department: undefined, expiredOn: null });
    expect(url).toBe(`/api/documents/${documentId}`);
    expect(JSON.parse(body ?? '')).toEqual({ title: '办法', expiredOn: null });
  });

  it('leaves the body of an upload to the file', () => {
    const { url, body } = prepareRequest(knowledge.importDocument, { name: '目录/通知 1.txt', grade: 'public' });
    expect(body).toBeNull();
    expect(new URL(url, 'http://localhost').searchParams.get('name')).toBe('目录/通知 1.txt');
  });

  it('has an address without a query when nothing is asked for', () => {
    expect(addressOf(answers.listRuns, {})).toBe('/api/runs');
  });
});
