import { expect, it } from 'vitest';
import { Problem, problemOf, problemOfFailure } from './problem.ts';

it('a problem speaks the sentence of the server', () => {
  const problem = problemOf(
    JSON.stringify({ type: 'x', title: 'x', status: 404, code: 'not-found', zh: '找不到。', en: 'Not there.', requestId: '1' }),
  );
  expect(problem.code).toBe('not-found');
  expect(problem.sentences?.zh).toBe('找不到。');
});

it('a reply that is not a problem of ours means that our server did not answer', () => {
  expect(problemOf('<html>502 Bad Gateway</html>').code).toBe('server-unreachable');
});

it('an aborted request stays an abort, since it is the wish of the reader', () => {
  const abort = new DOMException('aborted', 'AbortError');
  expect(problemOfFailure(abort)).toBe(abort);
  expect(problemOfFailure(new TypeError('Failed to fetch'))).toBeInstanceOf(Problem);
});
