/** Something that happened, as it was written down; it never changes. */
export interface LogEvent {
  traceId: string;
  /** From 1 within its trace, without a gap. */
  sequence: number;
  /** Unique within its trace. */
  id: string;
  type: string;
  /** Of the payload's shape. */
  version: number;
  at: Temporal.Instant;
  /** Real time. */
  recordedAt: Temporal.Instant;
  /** The id of the event that led to it. */
  causationId: string | null;
  /** What it belongs to beyond its trace. */
  correlationId: string | null;
  payload: Record<string, unknown>;
}

export interface NewEvent extends Omit<LogEvent, 'sequence' | 'id' | 'recordedAt'> {
  /** null: one of ours; a repetition will be another event. */
  id: string | null;
}

/** What became of a new event: its place, or that of the same one before. */
export interface Appended {
  id: string;
  traceId: string;
  sequence: number;
  /** false: an event of this id and content was there already. */
  isNew: boolean;
}
