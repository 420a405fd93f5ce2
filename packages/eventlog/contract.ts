export type { LogEvent } from './domain/event.ts';
export { readTrace } from './store/pg-read-events.ts';
