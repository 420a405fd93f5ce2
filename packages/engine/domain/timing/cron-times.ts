import type { Cron } from './parse-cron.ts';

/** The calendar times of a cron line from `first` to `last`, in order. */
export function* cronTimes(
  cron: Cron,
  first: Temporal.PlainDateTime,
  last: Temporal.PlainDateTime,
): Generator<Temporal.PlainDateTime> {
  for (const date of cronDates(cron, first.toPlainDate(), last.toPlainDate())) {
    for (const hour of cron.hours) {
      for (const minute of cron.minutes) {
        const local = date.toPlainDateTime({ hour, minute });
        if (Temporal.PlainDateTime.compare(local, last) > 0) return;
        if (Temporal.PlainDateTime.compare(local, first) >= 0) yield local;
      }
    }
  }
}

function* cronDates(cron: Cron, first: Temporal.PlainDate, last: Temporal.PlainDate): Generator<Temporal.PlainDate> {
  const months = new Set(cron.months);
  const monthDays = new Set(cron.monthDays);
  const weekdays = new Set(cron.weekdays);
  let date = first;
  while (Temporal.PlainDate.compare(date, last) <= 0) {
    if (!months.has(date.month)) {
      date = date.with({ day: 1 }).add({ months: 1 });
      continue;
    }
    const [isMonthDay, isWeekday] = [monthDays.has(date.day), weekdays.has(date.dayOfWeek)];
    if (cron.isEitherDay ? isMonthDay || isWeekday : isMonthDay && isWeekday) yield date;
    date = date.add({ days: 1 });
  }
}
