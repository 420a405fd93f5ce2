import type { Work } from './contender.ts';

/** From the bench to a worker process. */
export type Order =
  | { type: 'prepare'; workerModule: string; databaseUrl: string; work: Work }
  | { type: 'go' }
  | { type: 'stop' };

/** From a worker process to the bench. */
export type Report =
  | { type: 'ready' }
  | { type: 'progress'; handled: number }
  /** `pieces`: the number of each piece that was handled, as often as it was. */
  | { type: 'stopped'; pieces: Int32Array }
  | { type: 'failed'; reason: string };
