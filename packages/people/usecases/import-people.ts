import { AppError } from '@belfry/kernel/app-error';
import type { Clock } from '@belfry/kernel/clock';
import type { TenantId } from '@belfry/kernel/ids';
import { allowLong, inTenant, type Tx } from '@belfry/platform/database';
import type { Sealer } from '@belfry/platform/sealer';
import { Turns } from '@belfry/platform/turns';
import type pg from 'pg';
import type { ConsentActor, PersonChangePort } from '../contract.ts';
import { cellsUnder, type Header, type RowBody, readHeader, readRow } from '../domain/csv-columns.ts';
import type { Person } from '../domain/person.ts';
import type { PersonPatch } from '../domain/person-patch.ts';
import { changesTo } from '../domain/row-changes.ts';
import {
  beginImport,
  type Existing,
  type ImportChange,
  type ImportCounts,
  type ImportRecord,
  type ImportRun,
  insertChanges,
  insertRejections,
  noteImport,
  noteLife,
  type Rejection,
} from '../store/pg-imports.ts';
import { readPeople } from '../store/pg-people.ts';
import { insertNewPeople, type NewPerson, reachOf } from './create-people.ts';
import { honourStops } from './honour-stops.ts';
import { emailsOf, matchIds, matchRows } from './match-rows.ts';

export interface FileRow {
  /** Of the file; the first is that of the header. */
  line: number;
  cells: string[];
}

/** By the path of a request, what is wrong with a field. */
export interface FieldProblem {
  path: string;
  message: string;
}

/** What a row says of a person, or what is wrong with it. */
export interface ReadRows {
  /** As a request to add them would. */
  asNew(body: unknown): NewPerson | FieldProblem[];
  /** As one to edit them would. */
  asPatch(body: unknown): PersonPatch | FieldProblem[];
}

export interface ImportOptions {
  /** Of the application's role. */
  pool: pg.Pool;
  clock: Clock;
  sealer: Sealer;
  allowLocalHttp: boolean;
  onPersonChanged: Pick<PersonChangePort, 'onAdded'>;
  tenantId: TenantId;
  id: string;
  existing: Existing;
  actor: ConsentActor;
  isDryRun: boolean;
  /** Of the file. */
  fingerprint: string;
  rows: AsyncIterable<FileRow>;
  read: ReadRows;
  /** After each chunk. */
  onProgress?(counts: ImportCounts): void;
}

/** Rows that are added by the same statements. */
const chunkSize = 500;
const mostRows = 1_000_000;
/** Whoever says nothing for a minute has broken off. */
const beatEveryMs = 5_000;
/** A hundred thousand take less than a minute. */
const longest = Temporal.Duration.from({ minutes: 30 });

/**
 * Adds the people of a file, all in one transaction: an import that breaks off leaves nothing of itself. Rows that cannot be
 * taken are rejected each with its reason, and hold up none of the others. A dry run does all of it and keeps the report alone.
 * How far it has come is on record while it lasts, and while it waits for its turn.
 * Whom it changes is decided in the same transaction, and done by `makeChanges`: to change many people in one would hold up
 * whoever plans and contacts them until it ended.
 * One that failed may be tried again under its id with the same file.
 * @throws AppError `import.id-taken` (409), `import.unreadable` (422)
 */
export async function importPeople(options: ImportOptions): Promise<ImportCounts> {
  const { pool, clock, tenantId, id, existing, actor, isDryRun, fingerprint } = options;
  const begun = { id, tenantId, existing, actor, isDryRun, fingerprint, startedAt: clock.now() };
  if (!(await inTenant(pool, tenantId, (tx) => beginImport(tx, begun)))) throw idTaken(id);
  // It may have nothing to note for long; a beat that fails is made up for by the next.
  const beat = () => void inTenant(pool, tenantId, (tx) => noteLife(tx, begun)).catch(() => {});
  const beating = setInterval(beat, beatEveryMs);
  try {
    return await turnsOf(pool).take(() => runImport(options, begun));
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

async function runImport(options: ImportOptions, run: ImportRun): Promise<ImportCounts> {
  const { pool, tenantId, isDryRun } = options;
  const work = new Work(options, run);
  try {
    await inTenant(pool, tenantId, async (tx) => {
      await allowLong(tx, longest);
      await work.run(tx);
      if (isDryRun) throw new DryRun();
      await work.note(tx, 'done');
    });
  } catch (error) {
    if (error instanceof DryRun) {
      await inTenant(pool, tenantId, (tx) => work.note(tx, 'done'));
      return work.counts;
    }
    const problem = error instanceof AppError ? error.message : 'It broke off, and nothing of it was kept.';
    await inTenant(pool, tenantId, (tx) => noteImport(tx, run, work.record('failed', problem)));
    throw error;
  }
  return work.counts;
}

function idTaken(id: string): AppError {
  return new AppError({ code: 'import.id-taken', kind: 'conflict', message: `There is an import ${id} already.` });
}

class DryRun extends Error {}

/** A row that can be read: whom it is about stands nowhere yet. */
export interface ReadRow {
  row: FileRow;
  /** Whom an export has named in it. */
  id: string | null;
  body: RowBody;
  /** Which column a field came from, by its path. */
  columnOf(path: string): string;
}

class Work {
  readonly #options: ImportOptions;
  readonly #run: ImportRun;
  readonly counts: ImportCounts = { rows: 0, added: 0, updated: 0, unchanged: 0, rejected: 0 };
  #columns: string[] = [];
  /** Where in the file each email, each external id and each person who is there already stood first. */
  readonly #seen = new Map<string, number>();
  readonly #reached: ReturnType<typeof reachOf>[] = [];

  constructor(options: ImportOptions, run: ImportRun) {
    this.#options = options;
    this.#run = run;
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

  record(state: ImportRecord['state'], problem: string | null = null) {
    return { ...this.counts, state, problem, columns: this.#columns };
  }

  /** @throws AppError `import.id-taken` where it was taken to have broken off, and is tried again */
  async note(tx: Tx, state: ImportRecord['state']): Promise<void> {
    if (!(await noteImport(tx, this.#run, this.record(state)))) throw idTaken(this.#run.id);
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

function readCells(header: Header, row: FileRow): ReadRow | Rejection {
  const { cells, problem } = cellsUnder(header, row.cells);
  const own = { ...row, cells };
  return problem === undefined ? { row: own, ...readRow(header.columns, cells) } : rejected(own, null, problem);
}

function rejected({ line, cells }: FileRow, column: string | null, message: string): Rejection {
  return { line, cells, column, message };
}

/** The first says where, and all are told. */
function unreadableRow({ row, columnOf }: ReadRow, problems: readonly FieldProblem[]): Rejection {
  const messages = problems.map(({ path, message }) => `${columnOf(path)} ${message}`);
  return rejected(row, columnOf(problems[0]?.path ?? ''), messages.join('; '));
}

/** Of a row that could be read, as a refusal of the person it is about. */
export function refusedRow({ row, columnOf }: ReadRow, { issues: [issue], message }: AppError): Rejection {
  return rejected(row, issue ? columnOf(issue.path) : null, issue?.message ?? message);
}

function keysOf(person: Pick<PersonPatch, 'externalId' | 'contactPoints'>): string[] {
  return [...emailsOf(person), ...(person.externalId ? [`externalId ${person.externalId}`] : [])];
}

function requireHeader({ cells }: FileRow): Header {
  const header = readHeader(cells);
  if ('problem' in header) throw unreadable(header.problem);
  return header;
}

/** @param message what the file is or does, in words */
export function unreadable(message: string): AppError {
  return new AppError({ code: 'import.unreadable', kind: 'rule', message: `The file ${message}.` });
}
