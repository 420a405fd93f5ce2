import type { GreetingPlan } from '@belfry/sdk';
import { offsetMs } from '../../../time/wall-clock.ts';

type Counts = Pick<GreetingPlan['total'], 'planned' | 'gone' | 'late' | 'missed' | 'failed' | 'withheld'>;

/** What is sent in one hour of the local day, in the zones of one offset. */
export interface GridCell extends Counts {
  /** 0 to 23 */
  hour: number;
  /** The earliest of it, as an ISO instant. */
  at: string;
}

/** The zones that share their clock on that day. */
export interface GridRow {
  offsetMinutes: number;
  zones: string[];
  cells: GridCell[];
  total: Counts;
}

const names = ['planned', 'gone', 'late', 'missed', 'failed', 'withheld'] as const;
const nothing: Counts = { planned: 0, gone: 0, late: 0, missed: 0, failed: 0, withheld: 0 };

/** The day from where it begins first to where it begins last: a row for each clock, and in it what its hours hold. */
export function dayGrid({ zones }: Pick<GreetingPlan, 'zones'>): GridRow[] {
  const rows = new Map<number, GridRow>();
  for (const { timeZone, sends } of zones) {
    for (const send of sends) {
      const offsetMinutes = Math.round(offsetMs(Date.parse(send.at), timeZone) / 60_000);
      const row = rows.get(offsetMinutes) ?? { offsetMinutes, zones: [], cells: [], total: nothing };
      rows.set(offsetMinutes, row);
      if (!row.zones.includes(timeZone)) row.zones.push(timeZone);
      row.total = plus(row.total, send);
      const hour = Number(send.localTime.slice(0, 2));
      const cell = row.cells.find((one) => one.hour === hour);
      if (!cell) row.cells.push({ ...plus(nothing, send), hour, at: send.at });
      else Object.assign(cell, plus(cell, send), { at: earlier(send.at, cell.at) });
    }
  }
  return [...rows.values()].sort((a, b) => b.offsetMinutes - a.offsetMinutes);
}

const earlier = (a: string, b: string) => [a, b].sort()[0] ?? a;

function plus(a: Counts, b: Counts): Counts {
  return Object.fromEntries(names.map((name) => [name, a[name] + b[name]])) as unknown as Counts;
}

export type CellTone = 'planned' | 'gone' | 'late' | 'failed' | 'withheld';

/** The worst of what a cell holds; where nothing has gone, what is still to come; and what never goes, only where that is all. */
export function toneOfCell({ planned, gone, late, missed, failed }: Counts): CellTone {
  if (missed + failed > 0) return 'failed';
  if (late > 0) return 'late';
  if (gone > 0) return 'gone';
  return planned > 0 ? 'planned' : 'withheld';
}

/** Where in its row now is, as a part of the day; null where it is another day there. */
export function partOfDay(nowMs: number, offsetMinutes: number, date: string): number | null {
  const local = new Date(nowMs + offsetMinutes * 60_000);
  if (local.toISOString().slice(0, 10) !== date) return null;
  return (local.getUTCHours() * 60 + local.getUTCMinutes()) / 1440;
}
