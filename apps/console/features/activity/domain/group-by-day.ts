import type { Occurrence } from '@belfry/sdk';
import { wallTimeAt } from '../../../time/wall-clock.ts';

/** Whether an instant falls on a date by the wall clock of a zone, so that the time alone says when it was. */
export function isOn(date: string, at: string, zone: string): boolean {
  return wallTimeAt(Date.parse(at), zone).date === date;
}

export interface Day {
  /** YYYY-MM-DD on the reader's calendar. */
  date: string;
  /** When the first of it was due. */
  at: string;
  occurrences: Occurrence[];
}

/** The feed in days of the reader's calendar, in the order in which it came. */
export function groupByDay(occurrences: readonly Occurrence[], zone: string): Day[] {
  const days: Day[] = [];
  for (const occurrence of occurrences) {
    const { date } = wallTimeAt(Date.parse(occurrence.dueAt), zone);
    const last = days.at(-1);
    if (last?.date === date) last.occurrences.push(occurrence);
    else days.push({ date, at: occurrence.dueAt, occurrences: [occurrence] });
  }
  return days;
}
