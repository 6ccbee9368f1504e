import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Grade } from '../base/grade.ts';
import { silentLog } from '../base/log.ts';
import { createEgress, type Egress, type EgressRule } from './egress.ts';

const reached: string[] = [];
const doors: Egress[] = [];
let server: Server;
let port: number;
beforeAll(async () => {
  server = createServer((request, response) => {
    reached.push(`${request.method} ${request.url} ${request.headers.authorization ?? '-'}`);
    request.pipe(response.writeHead(200, { 'content-type': 'text/plain' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  await Promise.all(doors.map((door) => door.close()));
  server.close();
});
beforeEach(() => {
  reached.length = 0;
});

function door(rules: () => readonly EgressRule[]): Egress {
  const made = createEgress({ rules, log: silentLog, authorities: [] });
  doors.push(made);
  return made;
}
const ungraded = (): EgressRule => ({ purpose: 'model', zone: 'in-house', hosts: ['127.0.0.1'], ports: [port] });
const upTo = (maxGrade: Grade): EgressRule => ({ ...ungraded(), maxGrade });
const send = (egress: Egress, grade: Grade) =>
  egress.open('model', new URL(`http://127.0.0.1:${port}/graded?a=b`), {
    method: 'POST',
    headers: { authorization: 'Bearer word' },
    body: '问题',
    signal: new AbortController().signal,
    grade,
  });
const denied = { code: 'egress-denied', details: { denial: 'grade' } };

describe('what bears a grade', () => {
  test('goes where that grade may go, and the reply is handed on as it arrives', async () => {
    const egress = door(() => [upTo('sensitive')]);
    const reply = await send(egress, 'internal');
    expect(reply).toMatchObject({ status: 200, headers: { 'content-type': 'text/plain' } });
    expect(Buffer.concat(await reply.body.toArray()).toString()).toBe('问题');
    expect(reached).toEqual(['POST /graded?a=b Bearer word']);
  });

  test.each([
    ['public', 'internal'],
    ['internal', 'sensitive'],
    ['sensitive', 'important'],
  ] as const)('does not go where only %s may go if it is %s', async (most, grade) => {
    const egress = door(() => [upTo(most)]);
    await expect(send(egress, grade)).rejects.toMatchObject(denied);
    expect(reached).toEqual([]);
  });

  test('does not go under a rule that names no grade, and what bears none does not go under one that does', async () => {
    const without = door(() => [ungraded()]);
    await expect(send(without, 'public')).rejects.toMatchObject(denied);
    const withOne = door(() => [upTo('important')]);
    await expect(withOne.fetch('model', `http://127.0.0.1:${port}/`)).rejects.toMatchObject(denied);
    expect(reached).toEqual([]);
  });

  test('is counted by its grade', async () => {
    const egress = door(() => [upTo('sensitive')]);
    await (await send(egress, 'internal')).body.toArray();
    await (await send(egress, 'sensitive')).body.toArray();
    await send(egress, 'important').catch(() => undefined);
    const counted = egress.calls().map(({ grade, done, failed }) => [grade, done, failed]);
    expect(counted).toEqual([
      ['internal', 1, 0],
      ['sensitive', 1, 0],
      ['important', 0, 1],
    ]);
  });

  test('is looked at for every request, also on a connection that is open already', async () => {
    let maxGrade: Grade = 'internal';
    const egress = door(() => [upTo(maxGrade)]);
    await (await send(egress, 'internal')).body.toArray();
    maxGrade = 'public';
    await expect(send(egress, 'internal')).rejects.toMatchObject(denied);
    expect(reached).toHaveLength(1);
  });
});
