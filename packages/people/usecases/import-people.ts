import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@belfry/kernel/app-error';
import { allowLong, inTenant } from '@belfry/platform/database';
import { Turns } from '@belfry/platform/turns';
import type pg from 'pg';
import type { ConsentActor } from '../contract.ts';
import {
  beginImport,
  countChanges,
  type ImportCounts,
  type ImportRun,
  noteImport,
  noteLife,
  takeImportTurn,
} from '../store/pg-imports.ts';
import { ImportWork, type ImportWorkOptions, idTaken } from './import-work.ts';

export interface ImportOptions extends ImportWorkOptions {
  actor: ConsentActor;
  isDryRun: boolean;
  /** Of the file. */
  fingerprint: string;
  /** How long the changes of earlier imports may stand still before they are waited for no more. Real time. */
  patienceMs?: number;
}

/** Whoever says nothing for a minute has broken off. */
const beatEveryMs = 5_000;
/** A hundred thousand take less than a minute. */
const longest = Temporal.Duration.from({ minutes: 30 });
/** How long is waited before it is looked again whether another import of the tenant's is over. */
const othersTakeMs = 250;
const usualPatienceMs = 60_000;

/**
 * Adds the people of a file, all in one transaction: an import that breaks off leaves nothing of itself. Rows that cannot be
 * taken are rejected each with its reason, and hold up none of the others. A dry run does all of it and keeps the report alone.
 * How far it has come is on record while it lasts, and while it waits for its turn: of a tenant one is run at a time, once what
 * those before it decided is done.
 * Whom it changes is decided in the same transaction, and done by `makeChanges`: to change many people in one would hold up
 * whoever plans and contacts them until it ended.
 * One that failed may be tried again under its id with the same file.
 * @throws AppError `import.id-taken` (409), `import.unreadable` (422), `import.collided` (503)
 */
export async function importPeople(options: ImportOptions): Promise<ImportCounts> {
  const { pool, clock, tenantId, id, existing, actor, isDryRun, fingerprint } = options;
  const begun = { id, tenantId, existing, actor, isDryRun, fingerprint, startedAt: clock.now() };
  if (!(await inTenant(pool, tenantId, (tx) => beginImport(tx, begun)))) throw idTaken(id);
  let isWaiting = true;
  // It may have nothing to note for long; a beat that fails is made up for by the next.
  const beat = () => void inTenant(pool, tenantId, (tx) => noteLife(tx, begun, isWaiting)).catch(() => {});
  const beating = setInterval(beat, beatEveryMs);
  const begin = () => {
    isWaiting = false;
    beat();
  };
  const areGoingOn = untilTheyStandStill(options.patienceMs ?? usualPatienceMs);
  const take = () => turnsOf(pool).take(() => runImport(options, begun, { areGoingOn, begin }));
  try {
    let counts = await take();
    while (!counts) {
      await delay(othersTakeMs);
      counts = await take();
    }
    return counts;
  } finally {
    clearInterval(beating);
  }
}

/**
 * Each holds a connection to its end and takes another for a moment after each chunk: were there as many as connections, each
 * would wait for the others. Half of them are everybody else's.
 */
const turns = new WeakMap<pg.Pool, Turns>();
const mostAtOnce = 3;

function turnsOf(pool: pg.Pool): Turns {
  const shared = turns.get(pool) ?? new Turns(Math.max(1, Math.min(mostAtOnce, Math.floor(pool.options.max / 2))));
  turns.set(pool, shared);
  return shared;
}

/**
 * Compared with people as they are before an earlier file's changes are made, a row would say nothing of what it is to undo, or be
 * taken for overtaken by them. But changes that nobody can make hold up no file for ever.
 * @returns whether so many are still to be made, and their number has changed within that time
 */
function untilTheyStandStill(patienceMs: number): (count: number) => boolean {
  let last = 0;
  let since = 0;
  return (count) => {
    if (count !== last) since = performance.now();
    last = count;
    return count > 0 && performance.now() - since < patienceMs;
  };
}

interface Turn {
  /** Whether changes of earlier imports are being made, of which so many are left. */
  areGoingOn(changes: number): boolean;
  begin(): void;
}

/** @returns null where other imports of the tenant's go first, and nothing has been done */
async function runImport(
  options: ImportOptions,
  run: ImportRun,
  { areGoingOn, begin }: Turn,
): Promise<ImportCounts | null> {
  const { pool, tenantId, isDryRun } = options;
  const work = new ImportWork(options, run);
  try {
    const isOurs = await inTenant(pool, tenantId, async (tx) => {
      if (!(await takeImportTurn(tx, tenantId, run)) || areGoingOn(await countChanges(tx))) return false;
      begin();
      await allowLong(tx, longest);
      await work.run(tx);
      if (isDryRun) throw new DryRun();
      await work.note(tx, 'done');
      return true;
    });
    return isOurs ? work.counts : null;
  } catch (error) {
    if (error instanceof DryRun) {
      await inTenant(pool, tenantId, (tx) => work.note(tx, 'done'));
      return work.counts;
    }
    const problem = error instanceof AppError ? error.message : 'It broke off, and nothing of it was kept.';
    await inTenant(pool, tenantId, (tx) => noteImport(tx, run, work.record('failed', problem)));
    throw error;
  }
}

class DryRun extends Error {}
