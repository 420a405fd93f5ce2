import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type pg from 'pg';

/** A connection, inside a transaction or not. */
export type Db = NodePgDatabase;

export function openDb(pool: pg.Pool): Db {
  return drizzle(pool);
}

/** Runs `body` in one transaction; anything it throws rolls back and is thrown on. */
export async function inTransaction<T>(pool: pg.Pool, body: (tx: Db) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let isBroken = false;
  try {
    await client.query('BEGIN');
    const result = await body(drizzle(client));
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {
      isBroken = true;
    });
    throw error;
  } finally {
    client.release(isBroken);
  }
}
