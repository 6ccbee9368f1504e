// How long this database takes to make one small write durable: what any gateway pays that records before it sends.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { percentile } from '../percentile.ts';

const writes = 300;

/** Median, over one connection, nothing else at work. */
export async function commitMs(serverUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: serverUrl });
  const table = `commit_time_${randomBytes(4).toString('hex')}`;
  await client.connect();
  try {
    await client.query(`create table ${table} (body text)`);
    const body = 'x'.repeat(1_000);
    const times: number[] = [];
    for (let count = 0; count < writes; count += 1) {
      const start = performance.now();
      await client.query({ name: 'write', text: `insert into ${table} values ($1)`, values: [body] });
      times.push(performance.now() - start);
    }
    return percentile(times, 50);
  } finally {
    await client.query(`drop table ${table}`);
    await client.end();
  }
}
