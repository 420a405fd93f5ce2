export interface YearCell {
  /** YYYY-MM-DD */
  date: string;
  total: number;
  /** From 0, nobody, to 4, as many as on the fullest days. */
  level: number;
  /** 0 to 6, from Monday on. */
  weekday: number;
  week: number;
}

interface Day {
  date: string;
  total: number;
}

const dayMs = 86_400_000;
const levels = 4;

/**
 * Every day of a year, in columns of weeks that begin on Monday. How strong a day looks goes by how many there are on the
 * fullest, and by square root, so that one enormous day does not make all others look empty.
 */
export function yearGrid(year: number, days: readonly Day[]): YearCell[] {
  const totals = new Map(days.map(({ date, total }) => [date, total]));
  const most = Math.max(0, ...totals.values());
  const first = Date.UTC(year, 0, 1);
  const shift = (new Date(first).getUTCDay() + 6) % 7;
  const count = (Date.UTC(year + 1, 0, 1) - first) / dayMs;
  return Array.from({ length: count }, (_, n) => {
    const date = new Date(first + n * dayMs).toISOString().slice(0, 10);
    const total = totals.get(date) ?? 0;
    return { date, total, level: levelOf(total, most), weekday: (n + shift) % 7, week: Math.floor((n + shift) / 7) };
  });
}

function levelOf(total: number, most: number): number {
  return total === 0 ? 0 : Math.max(1, Math.ceil(Math.sqrt(total / most) * levels));
}

/** The date that an arrow key leads to from another, within the year; null for any other key. */
export function dateByKey(date: string, key: string): string | null {
  const days = { ArrowLeft: -7, ArrowRight: 7, ArrowUp: -1, ArrowDown: 1 }[key];
  if (days === undefined) return null;
  const to = new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);
  return to.slice(0, 4) === date.slice(0, 4) ? to : null;
}

/** The day on which there are most, the first of several; null where there is nobody. */
export function fullestDay(days: readonly Day[]): Day | null {
  return days.reduce<Day | null>((most, day) => (day.total > (most?.total ?? 0) ? day : most), null);
}
