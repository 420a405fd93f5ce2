import type pg from 'pg';

/** What every piece of work costs beside being taken and completed. */
export type Work =
  /** Nothing: the payload stands in the row, and nothing is read for it. */
  | 'bare'
  /** Schedule, person and contact are read fresh, the text is rendered, and what was sent is recorded. */
  | 'same-work';

/** What worker processes are told beside their database; texts, for they cross into another process. */
export type Given = Readonly<Record<string, string>>;

/** A program that takes what is due out of a database and completes it durably. */
export interface Contender {
  name: string;
  /** Whether what it calls completed survives a crash of the machine at once; only such a one can be the best peer. */
  isDurable: boolean;
  /** Module that exports `worker: Worker`; runs in each of the processes. */
  workerModule: string;
  given: Given;
  /** As many as it is given at most, where its rate does not depend on how many there are and a run would take it hours. */
  mostPieces?: number;
  /** Of the loaded database: contenders that name the same one share it. */
  loadedAs: string;
  /** Fills an empty database with pieces number 0 to `count - 1`, all of them due. Not timed. */
  load(databaseUrl: string, count: number): Promise<void>;
  /** What else must stand while one run goes on; it is there before the workers are. */
  beside?(databaseUrl: string, count: number): Promise<Beside>;
  /** How many pieces are not durably completed yet; asked when the workers say that they have handled all. */
  countUnfinished(run: Run): Promise<number>;
  /** @throws where what stands in the database afterwards is not each piece's record, once */
  requireRecords?(run: Run): Promise<void>;
}

export interface Run {
  client: pg.ClientBase;
  count: number;
  given: Given;
}

export interface Beside extends AsyncDisposable {
  /** Told to the workers over the contender's own. */
  given: Given;
}

/** The inside of a worker process. */
export interface Worker {
  /**
   * Connects and gets ready, without taking any work.
   * @returns `go` begins, at an instant by `monotonicMs` that is the same for all; `stop` ends it in order
   */
  prepare(options: WorkerOptions): Promise<{ go(atMs: number): Promise<void> | void; stop(): Promise<void> }>;
}

export interface WorkerOptions {
  databaseUrl: string;
  given: Given;
  /** For those that nothing else tells their part of the pieces. */
  share: Share;
  /**
   * To be called with the number of each piece, when its work has been done.
   * @param atMs when it began, by `monotonicMs`, where a scenario asks for it
   * @param tookMs how long what the scenario measures has taken
   */
  handled(piece: number, atMs?: number, tookMs?: number): void;
}

export interface Share {
  index: number;
  of: number;
  count: number;
}

/** The same in all processes of a machine, and no clock that anybody sets. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
