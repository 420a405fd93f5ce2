import type pg from 'pg';

/** What every piece of work costs beside being taken and completed. */
export type Work =
  /** Nothing: the payload stands in the row, and nothing is read for it. */
  | 'bare'
  /** Schedule, person and contact are read fresh, the text is rendered, and what was sent is recorded. */
  | 'same-work';

/** A program that takes what is due out of a database and completes it durably. */
export interface Contender {
  name: string;
  /** Fills an empty database with pieces number 0 to `count - 1`, all of them due. Not timed. */
  load(databaseUrl: string, count: number): Promise<void>;
  /** Module that exports `worker: Worker`; runs in each of the processes. */
  workerModule: string;
  /** How many pieces are not durably completed yet; asked when the workers say that they have handled all. */
  countUnfinished(client: pg.ClientBase, count: number): Promise<number>;
}

/** The inside of a worker process. */
export interface Worker {
  /**
   * Connects and gets ready, without taking any work.
   * @param handled to be called with the number of each piece, when its work has been done
   * @returns `go` begins; `stop` ends it in order
   */
  prepare(options: { databaseUrl: string; work: Work; handled(piece: number): void }): Promise<{
    go(): Promise<void> | void;
    stop(): Promise<void>;
  }>;
}
