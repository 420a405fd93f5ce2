import { instantOf, wallTimeAt } from '../../../time/wall-clock.ts';

const DAY_MS = 86_400_000;

/** Tomorrow's nine o'clock on the wall of a zone. */
export function tomorrowAtNine(nowMs: number, zone: string): number {
  const { date } = wallTimeAt(nowMs, zone);
  const tomorrow = new Date(Date.parse(`${date}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
  return instantOf({ date: tomorrow, time: '09:00' }, zone).instantMs;
}

/** The earliest due time after now, or null. */
export function nextDue(planned: readonly { dueAt: string }[], nowMs: number): number | null {
  const ahead = planned.map(({ dueAt }) => Date.parse(dueAt)).filter((ms) => ms > nowMs);
  return ahead.length === 0 ? null : Math.min(...ahead);
}
