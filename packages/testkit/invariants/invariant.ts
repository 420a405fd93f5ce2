import type pg from 'pg';
import type { Confirmed } from './confirmed.ts';

/** What one invariant was held against, and what was found to break it, in words. */
export interface Finding {
  /** How many rows, messages or chains were looked at: a check that looked at nothing proves nothing. */
  checked: number;
  violations: string[];
}

export interface Evidence {
  /** A connection of the owner, who sees all tenants. Everything is read through it, so it may be inside a transaction. */
  client: pg.ClientBase;
  /** The installation's ENCRYPTION_KEY, which signs the attempt keys. */
  secret: string;
  now: Temporal.Instant;
  /** Words that the API or a page confirmed to the test itself; others are on record. */
  confirmed?: readonly Confirmed[];
}

/**
 * One promise of docs/engine.md, checked from the database and from the phone network's own record; by what a test was told, too, where
 * nobody else knows when.
 */
export interface Invariant {
  number: number;
  promise: string;
  check(evidence: Evidence): Promise<Finding>;
}

/** Runs a query whose every row is a violation, told in its column `what`. */
export async function violationsOf(client: pg.ClientBase, text: string, values: unknown[] = []): Promise<string[]> {
  const { rows } = await client.query<{ what: string }>(text, values);
  return rows.map(({ what }) => what);
}

export async function countOf(client: pg.ClientBase, source: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${source}`);
  return rows[0]?.count ?? 0;
}
