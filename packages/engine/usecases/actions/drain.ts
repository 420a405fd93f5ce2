import type { TenantId } from '@belfry/kernel/ids';
import { inTenant, inTransaction, type Tx } from '@belfry/platform/database';
import { InGroups } from '@belfry/platform/in-groups';
import type pg from 'pg';
import { attemptId } from '../../domain/attempt-payload.ts';
import type { OccId } from '../../domain/occurrence-id.ts';
import { type OpenAttempt, readStillUnderWay, readUnderWay, type UnderWay } from '../../store/stopping/pg-under-way.ts';

const lookEveryMs = 20;

/** Whose attempts; null for those of any tenant, which takes the engine's role. */
type Scope = TenantId | null;

interface Look {
  scope: Scope;
  attempts: readonly OpenAttempt[];
}

/**
 * Waits until every contact that was claimed for an occurrence has ended or was withdrawn, so that after it nothing of
 * the occurrence leaves any more. Real time, bounded.
 * @returns what could not be stopped within the bound, and what may have left, its end being unknown
 */
export function drain(
  pool: pg.Pool,
  tenantId: TenantId,
  occurrence: { day: string; occId: OccId },
  withinMs: number,
): Promise<UnderWay[]> {
  return drainUntil(pool, tenantId, (tx) => readUnderWay(tx, [occurrence]), withinMs);
}

/** The same for whatever `find` finds under way: call it when no later claim can concern the caller any more. */
export async function drainUntil(
  pool: pg.Pool,
  scope: Scope,
  find: (tx: Tx) => Promise<OpenAttempt[]>,
  withinMs: number,
): Promise<UnderWay[]> {
  return drainAttempts(pool, scope, await inScope(pool, scope, find), withinMs);
}

/**
 * The same for attempts that were found already, by whoever holds the places in their chains. Look-ups of unknown ends
 * are not waited for, since a provider may take its time: they are named.
 */
export async function drainAttempts(
  pool: pg.Pool,
  scope: Scope,
  found: readonly OpenAttempt[],
  withinMs: number,
): Promise<UnderWay[]> {
  const endsAtMs = performance.now() + withinMs;
  let attempts = found;
  while (attempts.some(({ isUnknown }) => !isUnknown) && performance.now() < endsAtMs) {
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    attempts = await looksThrough(pool).add({ scope, attempts });
  }
  return attempts.map(({ call }) => call);
}

/** Of each pool: those who wait at once share their looks, which are most of what waiting costs. */
const looks = new WeakMap<pg.Pool, InGroups<Look, OpenAttempt[]>>();
const mostInLook = 500;

function looksThrough(pool: pg.Pool): InGroups<Look, OpenAttempt[]> {
  const shared = looks.get(pool) ?? new InGroups((group) => lookAgain(pool, group), mostInLook);
  looks.set(pool, shared);
  return shared;
}

/** @returns for each look those of its attempts that are still without an end */
async function lookAgain(pool: pg.Pool, group: readonly Look[]): Promise<OpenAttempt[][]> {
  const byScope = Map.groupBy(group, ({ scope }) => scope);
  const found = await Promise.all(
    [...byScope].map(([scope, ofScope]) =>
      inScope(pool, scope, (tx) =>
        readStillUnderWay(
          tx,
          ofScope.flatMap(({ attempts }) => attempts),
        ),
      ),
    ),
  );
  const still = new Map(found.flat().map((attempt) => [attemptId(attempt), attempt]));
  return group.map(({ attempts }) => attempts.flatMap((attempt) => still.get(attemptId(attempt)) ?? []));
}

function inScope<T>(pool: pg.Pool, scope: Scope, read: (tx: Tx) => Promise<T>): Promise<T> {
  return scope === null ? inTransaction(pool, read) : inTenant(pool, scope, read);
}
