import type { WorkerOptions } from './contender.ts';

/** From the bench to a worker process. */
export type Order =
  | ({ type: 'prepare'; workerModule: string } & Omit<WorkerOptions, 'handled'>)
  | { type: 'go'; atMs: number }
  | { type: 'stop' };

/** From a worker process to the bench. */
export type Report =
  | { type: 'ready' }
  | { type: 'progress'; handled: number }
  | { type: 'stopped'; handled: Handled }
  | { type: 'failed'; reason: string };

/** Of each piece that was handled, as often as it was; columns, for there may be millions. */
export interface Handled {
  pieces: Int32Array;
  atMs: Float64Array;
  tookMs: Float64Array;
}
