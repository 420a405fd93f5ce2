import { AppError } from '@belfry/kernel/app-error';
import type { Clock } from '@belfry/kernel/clock';
import type { PersonId, TenantId } from '@belfry/kernel/ids';
import { inTenant, type Tx } from '@belfry/platform/database';
import type { Sealer } from '@belfry/platform/sealer';
import pg from 'pg';
import type { PersonChangePort } from '../contract.ts';
import type { Header } from '../domain/csv-columns.ts';
import type { Person } from '../domain/person.ts';
import type { PersonPatch } from '../domain/person-patch.ts';
import { changesTo } from '../domain/row-changes.ts';
import {
  dropRejections,
  type Existing,
  type ImportChange,
  type ImportCounts,
  type ImportRecord,
  type ImportRun,
  insertChanges,
  insertRejections,
  noteImport,
  type Rejection,
  readWhoIsToChange,
} from '../store/pg-imports.ts';
import { readPeople } from '../store/pg-people.ts';
import { insertNewPeople, type NewPerson, reachOf } from './create-people.ts';
import { honourStops } from './honour-stops.ts';
import {
  type FileRow,
  type ReadRow,
  type ReadRows,
  readCells,
  refusedRow,
  rejected,
  requireHeader,
  unreadable,
  unreadableRow,
} from './import-rows.ts';
import { emailsOf, matchIds, matchRows } from './match-rows.ts';

export interface ImportWorkOptions {
  /** Of the application's role. */
  pool: pg.Pool;
  clock: Clock;
  sealer: Sealer;
  allowLocalHttp: boolean;
  onPersonChanged: Pick<PersonChangePort, 'onAdded'>;
  tenantId: TenantId;
  id: string;
  existing: Existing;
  rows: AsyncIterable<FileRow>;
  read: ReadRows;
  /** After each chunk. */
  onProgress?(counts: ImportCounts): void;
}

/** Rows that are added by the same statements. */
const chunkSize = 500;
const mostRows = 1_000_000;
/** Chunks that one savepoint covers. PostgreSQL keeps the first 64 of a transaction at hand for everybody's snapshots. */
const chunksOfStretch = 32;
/** It takes PostgreSQL a second to see that two wait for one another; and whoever edits a person waits for half a minute at most. */
const mostTries = 45;

/** What has been taken since a savepoint, and how far the import had come before it. */
interface Stretch {
  chunks: (readonly FileRow[])[];
  counts: ImportCounts;
  reached: number;
}

/** What an import does in its transaction: the rows of a file, chunk by chunk, each added, decided or rejected. */
export class ImportWork {
  readonly #options: ImportWorkOptions;
  readonly #run: ImportRun;
  counts: ImportCounts = { rows: 0, added: 0, updated: 0, unchanged: 0, rejected: 0 };
  #columns: string[] = [];
  /** Where in the file each email, each external id and each person who is there already stood first. */
  readonly #seen = new Map<string, number>();
  readonly #reached: ReturnType<typeof reachOf>[] = [];
  /** By an earlier file, for which this one has waited long enough. */
  #toBeChanged: ReadonlySet<PersonId> = new Set();
  /** Since the last savepoint. */
  #stretch: Stretch | null = null;

  constructor(options: ImportWorkOptions, run: ImportRun) {
    this.#options = options;
    this.#run = run;
  }

  async run(tx: Tx): Promise<void> {
    this.#toBeChanged = await readWhoIsToChange(tx);
    let header: Header | null = null;
    let chunk: FileRow[] = [];
    for await (const row of this.#options.rows) {
      if (header === null) {
        header = requireHeader(row);
        this.#columns = header.columns;
        continue;
      }
      chunk.push(row);
      if (chunk.length < chunkSize) continue;
      await this.#takeNext(tx, header, chunk);
      chunk = [];
    }
    if (header === null) throw unreadable('is empty: the first line names the columns');
    await this.#takeNext(tx, header, chunk);
    await this.#honourStops(tx);
  }

  /** Last, because nobody can say STOP from its first statement until the transaction ends. */
  async #honourStops(tx: Tx): Promise<void> {
    const { tenantId, clock } = this.#options;
    for (let from = 0; from < this.#reached.length; from += chunkSize) {
      const people = this.#reached.slice(from, from + chunkSize);
      await honourStops({ tx, tenantId, now: clock.now(), people });
    }
  }

  record(state: ImportRecord['state'], problem: string | null = null) {
    return { ...this.counts, state, problem, columns: this.#columns };
  }

  /** @throws AppError `import.id-taken` where it was taken to have broken off, and is tried again */
  async note(tx: Tx, state: ImportRecord['state']): Promise<void> {
    if (!(await noteImport(tx, this.#run, this.record(state)))) throw idTaken(this.#run.id);
  }

  /**
   * Somebody who holds an address of this chunk may wait for one of an earlier chunk: PostgreSQL ends one of the two. Whatever
   * the import has taken since its savepoint it gives back then, so that the other comes to an end, and takes it anew.
   */
  async #takeNext(tx: Tx, header: Header, rows: readonly FileRow[]): Promise<void> {
    const stretch = await this.#stretchWith(tx, rows);
    for (let tries = 1; ; tries++) {
      try {
        for (const chunk of tries === 1 ? [rows] : stretch.chunks) await this.#take(tx, header, chunk);
        return;
      } catch (error) {
        if (!isDeadlock(error)) throw error;
        if (tries === mostTries) throw collided(rows, error);
        await tx.query('ROLLBACK TO SAVEPOINT stretch');
        await this.#goBack(stretch);
      }
    }
  }

  async #stretchWith(tx: Tx, rows: readonly FileRow[]): Promise<Stretch> {
    const before = this.#stretch;
    if (before && before.chunks.length < chunksOfStretch) {
      before.chunks.push(rows);
      return before;
    }
    await tx.query(before ? 'RELEASE SAVEPOINT stretch; SAVEPOINT stretch' : 'SAVEPOINT stretch');
    this.#stretch = { chunks: [rows], counts: { ...this.counts }, reached: this.#reached.length };
    return this.#stretch;
  }

  async #goBack({ chunks, counts, reached }: Stretch): Promise<void> {
    const { pool, tenantId, id } = this.#options;
    const fromLine = chunks[0]?.[0]?.line ?? 0;
    this.counts = { ...counts };
    this.#reached.length = reached;
    for (const [key, line] of this.#seen) if (line >= fromLine) this.#seen.delete(key);
    await inTenant(pool, tenantId, (own) => dropRejections(own, id, fromLine));
  }

  async #take(tx: Tx, header: Header, rows: readonly FileRow[]): Promise<void> {
    const { tenantId, id, pool, existing } = this.#options;
    const rejections: Rejection[] = [];
    const readable: ReadRow[] = [];
    for (const row of rows) {
      const one = readCells(header, row);
      if ('message' in one) rejections.push(one);
      else readable.push(one);
    }
    const decide = existing === 'update' ? this.#change : this.#refuseKnown;
    const others = await decide.call(this, tx, readable, rejections);
    await this.#add(tx, others, rejections);
    this.counts.rows += rows.length;
    this.counts.rejected += rejections.length;
    if (this.counts.rows > mostRows) throw unreadable(`has more than ${mostRows} rows: import it in parts`);
    rejections.sort((a, b) => a.line - b.line);
    // Beside the import's own transaction, which nobody sees until it is over.
    await inTenant(pool, tenantId, async (own) => {
      await this.note(own, 'running');
      await insertRejections(own, tenantId, id, rejections);
    });
    this.#options.onProgress?.({ ...this.counts });
  }

  /** Whoever an export names is there, or was. @returns the rows that name nobody */
  async #refuseKnown(tx: Tx, rows: readonly ReadRow[], rejections: Rejection[]): Promise<ReadRow[]> {
    const known = await matchIds(tx, this.#options.tenantId, rows);
    return rows.filter((row) => {
      const match = row.id === null ? undefined : known.get(row.id);
      if (match instanceof AppError) rejections.push(refusedRow(row, match));
      else if (match) rejections.push(rejected(row.row, 'id', 'is that of somebody who is here already'));
      return match === undefined;
    });
  }

  /** Decides what changes of those who are there already. @returns the rows of those who are not */
  async #change(tx: Tx, rows: readonly ReadRow[], rejections: Rejection[]): Promise<ReadRow[]> {
    const { tenantId, id, sealer, read } = this.#options;
    const patches: { row: ReadRow; patch: PersonPatch }[] = [];
    for (const row of rows) {
      const patch = read.asPatch(row.body);
      if (Array.isArray(patch)) rejections.push(unreadableRow(row, patch));
      else patches.push({ row, patch });
    }
    const matches = await matchRows(
      tx,
      tenantId,
      patches.map(({ row: { id }, patch }) => ({ id, patch })),
    );
    const found = matches.flatMap((match) => (typeof match === 'string' ? [match] : []));
    const people = await readPeople(tx, sealer, found);
    const changes: ImportChange[] = [];
    const others: ReadRow[] = [];
    for (const [index, { row, patch }] of patches.entries()) {
      const match = matches[index] ?? null;
      if (match === null) others.push(row);
      else if (match instanceof AppError) rejections.push(refusedRow(row, match));
      else if (this.#toBeChanged.has(match)) rejections.push(rejected(row.row, null, stillToBeChanged));
      else if (this.#isFirst(row, [`person ${match}`, ...keysOf(patch)], rejections)) {
        const person = people.get(match);
        const decided = person ? changesTo(person, patch) : [];
        if (decided.length === 0) this.counts.unchanged += 1;
        else changes.push({ line: row.row.line, personId: match, cells: row.row.cells, changes: decided });
      }
    }
    await insertChanges(tx, tenantId, id, changes);
    this.counts.updated += changes.length;
    return others;
  }

  async #add(tx: Tx, rows: readonly ReadRow[], rejections: Rejection[]): Promise<void> {
    const { tenantId, sealer, clock, allowLocalHttp, onPersonChanged, read } = this.#options;
    const wanted: { row: ReadRow; person: NewPerson }[] = [];
    for (const row of rows) {
      const person = read.asNew(row.body);
      if (Array.isArray(person)) rejections.push(unreadableRow(row, person));
      else if (this.#isFirst(row, keysOf(person), rejections)) wanted.push({ row, person });
    }
    const given = wanted.map(({ person }) => person);
    const answers = await insertNewPeople({ tx, sealer, tenantId, now: clock.now(), allowLocalHttp }, given);
    const people: Person[] = [];
    for (const [index, answer] of answers.entries()) {
      const one = wanted[index];
      if (!(answer instanceof AppError)) people.push(answer);
      else if (one) rejections.push(refusedRow(one.row, answer));
    }
    this.#reached.push(...people.filter(({ contactPoints }) => contactPoints.length > 0).map(reachOf));
    await onPersonChanged.onAdded(tx, { tenantId, people });
    this.counts.added += people.length;
  }

  /** Whether nobody of these keys stood in the file before; otherwise the row is rejected. */
  #isFirst(row: ReadRow, keys: readonly string[], rejections: Rejection[]): boolean {
    const first = keys.map((key) => this.#seen.get(key)).find((line) => line !== undefined);
    if (first === undefined) for (const key of keys) this.#seen.set(key, row.row.line);
    else rejections.push(rejected(row.row, null, `is the same person as line ${first}`));
    return first === undefined;
  }
}

const stillToBeChanged =
  'is about somebody whom an earlier file changes, which could not be done by now: nothing of the row was done';

function keysOf(person: Pick<PersonPatch, 'externalId' | 'contactPoints'>): string[] {
  return [...emailsOf(person), ...(person.externalId ? [`externalId ${person.externalId}`] : [])];
}

function isDeadlock(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '40P01';
}

function collided([first]: readonly FileRow[], cause: unknown): AppError {
  const where = first ? ` from line ${first.line} on` : '';
  const message = `People of this file${where} are being added or changed by somebody else all the time: nothing of it was kept.`;
  return new AppError({ code: 'import.collided', kind: 'unavailable', message, cause });
}

export function idTaken(id: string): AppError {
  return new AppError({ code: 'import.id-taken', kind: 'conflict', message: `There is an import ${id} already.` });
}
