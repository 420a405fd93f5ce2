import type { TimelineEntry } from '@belfry/sdk';
import { createTimeScale, type TimeScale, ticksOf } from './time-scale.ts';

export interface AttemptMark {
  kind: 'attempt';
  key: string;
  fromMs: number;
  /** When its last outcome came; null while there is none. */
  toMs: number | null;
  status: string;
  entry: TimelineEntry;
  outcomes: TimelineEntry[];
}

export interface PlannedMark {
  kind: 'planned';
  key: string;
  fromMs: number;
  toMs: null;
  status: 'planned';
  entry: TimelineEntry;
  outcomes: [];
}

export type Mark = AttemptMark | PlannedMark;

/** One person on one channel. */
export interface Lane {
  key: string;
  personId: string | null;
  personName: string | null;
  channel: string | null;
  address: string | null;
  marks: Mark[];
}

export interface TimelinePicture {
  scale: TimeScale;
  ticksMs: number[];
  lanes: Lane[];
  /** Answers and other actions: lines through all lanes. */
  actions: TimelineEntry[];
  /** What the engine decided, or will, that is no contact: lines as well. */
  decisions: TimelineEntry[];
}

export interface TimelineInput {
  entries: readonly TimelineEntry[];
  dueAtMs: number;
  nowMs: number;
  /** Nothing more will happen: the picture ends with its last entry, not with now. */
  isClosed: boolean;
  /** About how many ticks the axis has room for. */
  tickCount: number;
  /** How far the axis's clock is ahead of UTC. */
  offsetMs: number;
}

/** From the entries of a timeline to the picture of it. Pure; widths are fractions. */
export function layOutTimeline(input: TimelineInput): TimelinePicture {
  const lanes = new Map<string, Lane>();
  const actions: TimelineEntry[] = [];
  const decisions: TimelineEntry[] = [];
  const attempts = new Map<string, AttemptMark>();
  for (const [index, entry] of input.entries.entries()) {
    if (entry.type === 'action') actions.push(entry);
    else if (entry.channel === null) decisions.push(entry);
    else if (entry.type === 'planned') laneOf(lanes, entry).marks.push(plannedMark(entry, index));
    else if (entry.type === 'attempt') {
      const mark = attemptMark(entry, index);
      attempts.set(mark.key, mark);
      laneOf(lanes, entry).marks.push(mark);
    } else addOutcome(attempts, entry);
  }
  const scale = createTimeScale(instantsOf(input));
  return {
    scale,
    ticksMs: ticksOf(scale, input.tickCount, input.offsetMs),
    lanes: [...lanes.values()],
    actions,
    decisions,
  };
}

function instantsOf({ entries, dueAtMs, nowMs, isClosed }: TimelineInput): number[] {
  const instants = entries.map((entry) => Date.parse(entry.at));
  return [dueAtMs, ...instants, ...(isClosed ? [] : [nowMs])];
}

function attemptMark(entry: TimelineEntry, index: number): AttemptMark {
  const fromMs = Date.parse(entry.at);
  const key = entry.attemptId ?? `attempt ${index}`;
  return { kind: 'attempt', key, fromMs, toMs: null, status: entry.status, entry, outcomes: [] };
}

function plannedMark(entry: TimelineEntry, index: number): PlannedMark {
  const fromMs = Date.parse(entry.at);
  return { kind: 'planned', key: `planned ${index}`, fromMs, toMs: null, status: 'planned', entry, outcomes: [] };
}

/** Outcomes come in order of time and only move up, so the last one is what became of the attempt. */
function addOutcome(attempts: ReadonlyMap<string, AttemptMark>, entry: TimelineEntry): void {
  const mark = attempts.get(entry.attemptId ?? '');
  if (!mark) return;
  mark.outcomes.push(entry);
  mark.toMs = Date.parse(entry.at);
  mark.status = entry.status;
}

function laneOf(lanes: Map<string, Lane>, entry: TimelineEntry): Lane {
  const { personId, personName, channel, address } = entry;
  const key = `${personId} ${channel}`;
  const known = lanes.get(key);
  if (known) {
    known.address ??= address;
    return known;
  }
  const made = { key, personId, personName, channel, address, marks: [] };
  lanes.set(key, made);
  return made;
}
