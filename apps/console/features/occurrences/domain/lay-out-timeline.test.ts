import type { TimelineEntry } from '@belfry/sdk';
import { expect, test } from 'vitest';
import { layOutTimeline } from './lay-out-timeline.ts';

const at = (minute: number) => new Date(Date.parse('2027-01-15T14:30:00Z') + minute * 60_000).toISOString();
const entry = (minute: number, rest: Partial<TimelineEntry>): TimelineEntry => ({
  at: at(minute),
  type: 'attempt',
  attemptId: null,
  personId: 'ann',
  personName: 'Ann',
  channel: 'sms',
  address: '+12025550101',
  status: 'sending',
  reason: null,
  payload: null,
  ...rest,
});
const picture = (entries: TimelineEntry[], rest: { isClosed?: boolean; nowMinute?: number } = {}) =>
  layOutTimeline({
    entries,
    dueAtMs: Date.parse(at(0)),
    nowMs: Date.parse(at(rest.nowMinute ?? 6)),
    isClosed: rest.isClosed ?? false,
    tickCount: 6,
    offsetMs: 0,
  });

test('an attempt reaches from its sending to its last outcome', () => {
  const { lanes } = picture([
    entry(0, { attemptId: 'a', status: 'sending' }),
    entry(1, { attemptId: 'a', type: 'outcome', status: 'accepted' }),
    entry(2, { attemptId: 'a', type: 'outcome', status: 'delivered' }),
  ]);
  expect(lanes).toHaveLength(1);
  expect(lanes[0]?.marks[0]).toMatchObject({ fromMs: Date.parse(at(0)), toMs: Date.parse(at(2)), status: 'delivered' });
});

test('an attempt without an outcome is still under way', () => {
  expect(picture([entry(0, { attemptId: 'a' })]).lanes[0]?.marks[0]).toMatchObject({ toMs: null, status: 'sending' });
});

test('outcomes find their own attempt, whatever comes between', () => {
  const { lanes } = picture([
    entry(0, { attemptId: 'a' }),
    entry(1, { attemptId: 'b', channel: 'email' }),
    entry(2, { attemptId: 'a', type: 'outcome', status: 'failed' }),
    entry(3, { attemptId: 'b', type: 'outcome', status: 'sent' }),
  ]);
  expect(lanes.map((lane) => [lane.channel, lane.marks[0]?.status])).toEqual([
    ['sms', 'failed'],
    ['email', 'sent'],
  ]);
});

test('a planned step joins the lane of the person and channel it would reach', () => {
  const planned = { type: 'planned' as const, status: 'planned', address: null };
  const { lanes } = picture([
    entry(0, { attemptId: 'a' }),
    entry(5, planned),
    entry(15, { ...planned, personId: 'bob', personName: 'Bob' }),
  ]);
  expect(lanes.map((lane) => [lane.personName, lane.marks.map((mark) => mark.kind)])).toEqual([
    ['Ann', ['attempt', 'planned']],
    ['Bob', ['planned']],
  ]);
});

test('what concerns nobody in particular is a line, whether it has happened or is planned', () => {
  const nobody = { personId: null, personName: null, channel: null, address: null };
  const { lanes, decisions } = picture([
    entry(0, { ...nobody, type: 'decision', status: 'fired' }),
    entry(45, { ...nobody, type: 'planned', status: 'exhausted' }),
  ]);
  expect(lanes).toEqual([]);
  expect(decisions.map((decision) => decision.status)).toEqual(['fired', 'exhausted']);
});

test('an answer is a line through all lanes, not a mark in one', () => {
  const drawn = picture([entry(0, { attemptId: 'a' }), entry(3, { type: 'action', status: 'acknowledged' })], {
    isClosed: true,
  });
  expect(drawn.actions).toHaveLength(1);
  expect(drawn.lanes.flatMap((lane) => lane.marks)).toHaveLength(1);
});

test('while it is open the picture reaches to now; once closed it ends with its last entry', () => {
  const entries = [entry(0, { attemptId: 'a' }), entry(3, { type: 'action', status: 'completed' })];
  const late = Date.parse(at(120));
  expect(picture(entries, { nowMinute: 120 }).scale.x(late)).toBeLessThan(1);
  expect(picture(entries, { nowMinute: 120, isClosed: true }).scale.x(late)).toBe(1);
});
