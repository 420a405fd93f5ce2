/** The next day of the year of a date, today included; today where there is no date. */
export function nextOn(date: string | null, today: Temporal.PlainDate): Temporal.PlainDate {
  if (date === null) return today;
  const born = Temporal.PlainDate.from(date);
  const inYear = (year: number) => born.with({ year: Math.max(year, born.year) });
  const next = inYear(today.year);
  return Temporal.PlainDate.compare(next, today) >= 0 ? next : inYear(today.year + 1);
}
