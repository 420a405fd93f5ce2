import { setTimeout as delay } from 'node:timers/promises';
import { AppError, notFound } from '@belfry/kernel/app-error';
import type { Clock } from '@belfry/kernel/clock';
import type { TenantId } from '@belfry/kernel/ids';
import { inTenant, type Tx } from '@belfry/platform/database';
import type { Sealer } from '@belfry/platform/sealer';
import type pg from 'pg';
import type { PersonChangePort } from '../contract.ts';
import { readRow } from '../domain/csv-columns.ts';
import { editOf } from '../domain/row-changes.ts';
import {
  dropChange,
  holdChange,
  type ImportChange,
  type ImportRecord,
  importsToFinish,
  readImport,
  rejectChange,
} from '../store/pg-imports.ts';
import { lockPerson } from '../store/pg-people.ts';
import { makeEdit } from './edit-person.ts';
import { type ReadRow, refusedRow } from './import-rows.ts';

export interface MakeChangesOptions {
  /** Of the application's role. */
  pool: pg.Pool;
  clock: Clock;
  sealer: Sealer;
  allowLocalHttp: boolean;
  onPersonChanged: Pick<PersonChangePort, 'inTransaction'>;
}

/** Each waits for its commits most of the time. */
const atOnce = 4;
const othersTakeMs = 50;

/**
 * Makes the changes that imports have decided, oldest import first, each person in a transaction of its own: as if somebody
 * edited one after the other, except that what a call under way still says is not waited for. A crash costs nothing, for what
 * is not made is still there, and any number of processes may work at it.
 * @param engine sees the imports of all tenants
 * @param limit of people, so that nobody's import holds up another's for long
 * @returns the tenants of whom somebody was changed
 */
export async function makeChanges(options: MakeChangesOptions, engine: pg.Pool, limit = 200): Promise<TenantId[]> {
  const changed: TenantId[] = [];
  const failures: unknown[] = [];
  for (const { id, tenantId } of await importsToFinish(engine)) {
    const record = await inTenant(options.pool, tenantId, (tx) => readImport(tx, id));
    if (!record) continue;
    const some = await makeSome(options, { tenantId, record, limit });
    if (some.made > 0) changed.push(tenantId);
    failures.push(...some.failures);
  }
  // Only once nothing else is to be made: a row that cannot be holds up nobody's, and is told when it is looked at again.
  if (failures.length > 0 && changed.length === 0) throw failures[0];
  return changed;
}

/** All of an import's; returns when they are made, also those that others are at. */
export async function makeChangesOf(options: MakeChangesOptions, tenantId: TenantId, importId: string): Promise<void> {
  for (;;) {
    const record = await inTenant(options.pool, tenantId, (tx) => readImport(tx, importId));
    if (!record || record.pending === 0) return;
    const { made, failures } = await makeSome(options, { tenantId, record, limit: Infinity });
    if (failures.length > 0) throw failures[0];
    if (made === 0) await delay(othersTakeMs);
  }
}

interface Some {
  tenantId: TenantId;
  record: ImportRecord;
  limit: number;
}

/** A row that fails in a way that nobody foresaw stays for the next time, and those behind it are made. */
async function makeSome(
  options: MakeChangesOptions,
  { tenantId, record, limit }: Some,
): Promise<{ made: number; failures: unknown[] }> {
  const failures: unknown[] = [];
  let made = 0;
  let after = 0;
  async function work(): Promise<void> {
    while (made < limit) {
      const next = await makeNext(options, { tenantId, record, after });
      if (next === null) return;
      after = Math.max(after, next.line);
      if ('failure' in next) failures.push(next.failure);
      else made += 1;
    }
  }
  for (const worker of await Promise.allSettled(Array.from({ length: atOnce }, work))) {
    if (worker.status === 'rejected') failures.push(worker.reason);
  }
  return { made, failures };
}

/** @returns the line of the row, and why it could be neither made nor rejected; null where there is none that nobody is at */
async function makeNext(
  options: MakeChangesOptions,
  { tenantId, record, after }: { tenantId: TenantId; record: ImportRecord; after: number },
): Promise<{ line: number } | { line: number; failure: unknown } | null> {
  const { pool } = options;
  let change: ImportChange | null = null;
  try {
    return await inTenant(pool, tenantId, async (tx) => {
      change = await holdChange(tx, record.id, after);
      if (change) await make(options, { tx, tenantId, record, change });
      return change;
    });
  } catch (error) {
    if (change === null) throw error;
    const { line } = change as ImportChange;
    if (!(error instanceof AppError) || error.retryable) return { line, failure: error };
    const rejection = refusedRow(rowOf(record, change), error);
    await inTenant(pool, tenantId, (tx) => rejectChange(tx, tenantId, record.id, rejection));
    return { line };
  }
}

async function make(
  { sealer, clock, allowLocalHttp, onPersonChanged: port }: MakeChangesOptions,
  { tx, tenantId, record, change }: { tx: Tx; tenantId: TenantId; record: ImportRecord; change: ImportChange },
): Promise<void> {
  const { personId: id, line, changes } = change;
  if (!changes || !record.actor) throw decidedEarlier();
  const locked = await lockPerson(tx, sealer, id);
  if (!locked || locked.isDeleted) throw notFound('person', id);
  const edit = editOf(locked.person, changes);
  if (!edit.ok) throw overtaken(edit);
  if (edit.patch) {
    const options = { tx, sealer, tenantId, actor: record.actor, now: clock.now(), before: locked.person };
    await makeEdit({ ...options, patch: edit.patch, allowLocalHttp, port });
  }
  await dropChange(tx, record.id, line);
}

function overtaken({ path, now }: { path: string; now: string }): AppError {
  const stays = now === '' ? 'and stays empty' : `and stays ${now}`;
  const message = `has been changed by somebody else since this file was read, ${stays}: nothing of the row was done`;
  return new AppError({ code: 'import.overtaken', kind: 'conflict', message, issues: [{ path, message }] });
}

function decidedEarlier(): AppError {
  const message = 'was read by an earlier version of Belfry, and had not been done when this one began';
  return new AppError({ code: 'import.decided-earlier', kind: 'conflict', message });
}

function rowOf({ columns }: ImportRecord, { line, cells }: ImportChange): ReadRow {
  return { row: { line, cells: [...cells] }, ...readRow(columns, cells) };
}
