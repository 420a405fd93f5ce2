import { startBelfry } from '@belfry/testkit/belfry-process';
import { Pool } from 'undici';
import { intoMigrated } from '../belfry/load-reminders.ts';
import { startBareRoute } from './start-bare-route.ts';

/** So many requests are under way at any time. */
export const atOnce = 64;
/** What each run begins with: no organisation, and nobody. */
export const migrated = {
  name: 'migrated',
  loadedAs: 'migrated',
  load: (url: string) => intoMigrated(url, async () => {}),
};

export interface Driven {
  perSecond: number;
  tookMs: number[];
}

/** People added one by one by POST /v1/people of the whole program. */
export async function createByApi(
  databaseUrl: string,
  count: number,
  { isGreeted = false, pooledUrl }: { isGreeted?: boolean; pooledUrl?: string } = {},
): Promise<Driven> {
  const env = { DB_POOL_MAX: '10', ...(pooledUrl ? { DATABASE_URL_POOLED: pooledUrl } : {}) };
  await using belfry = await startBelfry({ databaseUrl, clock: 'system', env });
  if (isGreeted) await belfry.must('PUT', '/v1/greetings/settings', {});
  return await drive(belfry.base, belfry.key, count);
}

/** The same by a route that inserts a row and does nothing else. */
export async function createByBareRoute(databaseUrl: string, count: number): Promise<Driven> {
  await using route = await startBareRoute(databaseUrl);
  return await drive(route.base, 'none', count);
}

/** The first tenth warms both up and is not counted. */
async function drive(base: string, key: string, count: number): Promise<Driven> {
  const pool = new Pool(base, { connections: atOnce });
  try {
    await send(pool, key, { from: 0, to: Math.ceil(count / 10) });
    const began = performance.now();
    const tookMs = await send(pool, key, { from: Math.ceil(count / 10), to: count + Math.ceil(count / 10) });
    return { perSecond: (count * 1000) / (performance.now() - began), tookMs };
  } finally {
    await pool.close();
  }
}

async function send(pool: Pool, key: string, { from, to }: { from: number; to: number }): Promise<number[]> {
  const tookMs: number[] = [];
  let next = from;
  const one = async () => {
    while (next < to) {
      const n = next++;
      const began = performance.now();
      const { statusCode, body } = await pool.request({
        ...{ method: 'POST', path: '/v1/people', body: JSON.stringify(personOf(n)) },
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      });
      const text = await body.text();
      if (statusCode !== 201) throw new Error(`Person ${n} was answered ${statusCode}: ${text}`);
      tookMs.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return tookMs;
}

export function personOf(n: number) {
  return {
    name: `Person ${n}`,
    timeZone: ['Asia/Phnom_Penh', 'Europe/London', 'America/New_York', 'Asia/Kolkata'][n % 4],
    birthDate: `19${60 + (n % 40)}-${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`,
    contactPoints: [{ channel: 'email', address: `person${n}@example.com` }],
  };
}
