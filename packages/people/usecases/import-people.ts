import { AppError } from '@belfry/kernel/app-error';
import type { Clock } from '@belfry/kernel/clock';
import type { TenantId } from '@belfry/kernel/ids';
import { allowLong, inTenant, type Tx } from '@belfry/platform/database';
import type { Sealer } from '@belfry/platform/sealer';
import type pg from 'pg';
import type { PersonChangePort } from '../contract.ts';
import { type Header, readHeader, readRow } from '../domain/csv-columns.ts';
import type { Person } from '../domain/person.ts';
import { insertImport, insertRejections, noteImport, type Rejection } from '../store/pg-imports.ts';
import { insertNewPeople, type NewPerson, reachOf } from './create-people.ts';
import { honourStops } from './honour-stops.ts';

/** A row of the file; `problem`: it cannot be read as CSV. */
export interface FileRow {
  /** 1 for the header. */
  line: number;
  cells: string[];
  problem?: string;
}

/** What is wrong with a row, by the paths of a request. */
export type ReadPerson = (body: unknown) => NewPerson | { path: string; message: string }[];

export interface ImportOptions {
  /** Of the application's role. */
  pool: pg.Pool;
  clock: Clock;
  sealer: Sealer;
  allowLocalHttp: boolean;
  onPersonChanged: Pick<PersonChangePort, 'onAdded'>;
  tenantId: TenantId;
  id: string;
  isDryRun: boolean;
  /** Of the file. */
  fingerprint: string;
  rows: AsyncIterable<FileRow>;
  readPerson: ReadPerson;
  /** After each chunk. */
  onProgress?(counts: ImportCounts): void;
}

export interface ImportCounts {
  rows: number;
  added: number;
  rejected: number;
}

/** Rows that are added by the same statements. */
const chunkSize = 500;
const mostRows = 1_000_000;
/** A hundred thousand take less than a minute. */
const longest = Temporal.Duration.from({ minutes: 30 });

/**
 * Adds the people of a file, all in one transaction: an import that breaks off leaves nothing of itself. Rows that cannot be
 * taken are rejected each with its reason, and hold up none of the others. A dry run does all of it and keeps the report alone.
 * How far it has come is on record while it lasts.
 * @throws AppError `import.id-taken` (409), `import.unreadable` (422)
 */
export async function importPeople(options: ImportOptions): Promise<ImportCounts> {
  const { pool, clock, tenantId, id, isDryRun, fingerprint } = options;
  const begun = { id, tenantId, isDryRun, fingerprint, startedAt: clock.now() };
  const isNew = await inTenant(pool, tenantId, (tx) => insertImport(tx, begun));
  if (!isNew)
    throw new AppError({ code: 'import.id-taken', kind: 'conflict', message: `There is an import ${id} already.` });
  const work = new Work(options);
  try {
    await inTenant(pool, tenantId, async (tx) => {
      await allowLong(tx, longest);
      await work.run(tx);
      if (isDryRun) throw new DryRun();
    });
  } catch (error) {
    if (!(error instanceof DryRun)) {
      await work.note(
        'failed',
        error instanceof AppError ? error.message : 'It broke off, and nothing of it was kept.',
      );
      throw error;
    }
  }
  await work.note('done', null);
  return work.counts;
}

class DryRun extends Error {}

interface ReadRow {
  row: FileRow;
  person: NewPerson;
  /** Which column a field came from, by its path. */
  columnOf(path: string): string;
}

class Work {
  readonly #options: ImportOptions;
  readonly counts: ImportCounts = { rows: 0, added: 0, rejected: 0 };
  #columns: string[] = [];
  /** Where in the file each email and external id stood first. */
  readonly #seen = new Map<string, number>();
  readonly #reached: ReturnType<typeof reachOf>[] = [];

  constructor(options: ImportOptions) {
    this.#options = options;
  }

  async run(tx: Tx): Promise<void> {
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
      await this.#take(tx, header, chunk);
      chunk = [];
    }
    if (header === null) throw unreadable('is empty: the first line names the columns');
    await this.#take(tx, header, chunk);
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

  /** Beside the import's own transaction, which nobody sees until it is over. */
  async note(state: 'running' | 'done' | 'failed', problem: string | null): Promise<void> {
    const { pool, tenantId, id } = this.#options;
    const record = { ...this.counts, state, problem, columns: this.#columns };
    await inTenant(pool, tenantId, (tx) => noteImport(tx, id, record));
  }

  async #take(tx: Tx, header: Header, rows: readonly FileRow[]): Promise<void> {
    const { tenantId, id, pool } = this.#options;
    const rejections = [...(await this.#add(tx, header, rows))].sort((a, b) => a.line - b.line);
    this.counts.rows += rows.length;
    this.counts.rejected += rejections.length;
    this.counts.added = this.counts.rows - this.counts.rejected;
    if (this.counts.rows > mostRows) throw unreadable(`has more than ${mostRows} rows: import it in parts`);
    await inTenant(pool, tenantId, (own) => insertRejections(own, tenantId, id, rejections));
    await this.note('running', null);
    this.#options.onProgress?.({ ...this.counts });
  }

  /** @returns what was rejected */
  async #add(tx: Tx, header: Header, rows: readonly FileRow[]): Promise<Rejection[]> {
    const { tenantId, sealer, clock, allowLocalHttp, onPersonChanged } = this.#options;
    const rejections: Rejection[] = [];
    const read: ReadRow[] = [];
    for (const row of rows) {
      const one = this.#read(header, row);
      if ('message' in one) rejections.push({ ...one, line: row.line, cells: row.cells });
      else read.push(one);
    }
    const given = read.map(({ person }) => person);
    const answers = await insertNewPeople({ tx, sealer, tenantId, now: clock.now(), allowLocalHttp }, given);
    const people: Person[] = [];
    for (const [index, answer] of answers.entries()) {
      const one = read[index];
      if (!(answer instanceof AppError)) people.push(answer);
      else if (one) rejections.push(toRejection(one, answer));
    }
    this.#reached.push(...people.filter(({ contactPoints }) => contactPoints.length > 0).map(reachOf));
    await onPersonChanged.onAdded(tx, { tenantId, people });
    return rejections;
  }

  #read(header: Header, row: FileRow): ReadRow | { column: string | null; message: string } {
    if (row.problem !== undefined) return { column: null, message: row.problem };
    const read = readRow(header, row.cells);
    if (!read)
      return { column: null, message: `has ${row.cells.length} cells, and the header ${header.columns.length}` };
    const person = this.#options.readPerson(read.body);
    if (Array.isArray(person)) {
      const messages = person.map(({ path, message }) => `${read.columnOf(path)} ${message}`);
      return { column: read.columnOf(person[0]?.path ?? ''), message: messages.join('; ') };
    }
    const keys = [...emailsOf(person), ...(person.externalId === null ? [] : [`externalId ${person.externalId}`])];
    const first = keys.map((key) => this.#seen.get(key)).find((line) => line !== undefined);
    if (first !== undefined) return { column: null, message: `is the same person as line ${first}` };
    for (const key of keys) this.#seen.set(key, row.line);
    return { row, person, columnOf: read.columnOf };
  }
}

function toRejection({ row: { line, cells }, columnOf }: ReadRow, { issues: [issue], message }: AppError): Rejection {
  return { line, cells, column: issue ? columnOf(issue.path) : null, message: issue?.message ?? message };
}

function emailsOf({ contactPoints }: NewPerson): string[] {
  return contactPoints.flatMap(({ channel, address }) => (channel === 'email' ? [address] : []));
}

function requireHeader({ cells, problem }: FileRow): Header {
  if (problem !== undefined) throw unreadable(problem);
  const header = readHeader(cells);
  if ('problem' in header) throw unreadable(header.problem);
  return header;
}

function unreadable(message: string): AppError {
  return new AppError({ code: 'import.unreadable', kind: 'rule', message: `The file ${message}.` });
}
