import { describe, expect, it } from 'vitest';
import { fieldsOf, searchInput, withFields } from './search-address.ts';

describe('the address of a search', () => {
  it('keeps the query and its filters', () => {
    const address = new URLSearchParams({ query: '停车', grade: 'internal', asOf: '2024-05-01', anyValidity: 'true' });
    expect(searchInput(fieldsOf(address))).toEqual({ query: '停车', grade: 'internal', asOf: '2024-05-01', anyValidity: 'true' });
  });

  it('ignores what no search accepts, so that an old or mistyped address still works', () => {
    const address = new URLSearchParams({ query: '停车', grade: 'secret', asOf: 'yesterday', colour: 'red', limit: '9999' });
    expect(fieldsOf(address)).toEqual({ query: '停车' });
  });

  it('loses a filter that is cleared', () => {
    expect(withFields({ query: '停车', grade: 'public' }, { grade: '' })).toEqual({ query: '停车' });
  });

  it('asks nothing as long as there is no query', () => {
    expect(searchInput({ grade: 'public' })).toBeUndefined();
    expect(searchInput(fieldsOf(new URLSearchParams({ query: '  ' })))).toBeUndefined();
  });
});
