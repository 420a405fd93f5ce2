import { AppError, notFound } from '@belfry/kernel/app-error';
import type { Tx } from '@belfry/platform/database';
import { deleteCalendar, lockCalendar, usersOf } from '../../store/schedules/pg-holidays.ts';

const mostNamed = 10;

/** @throws AppError `holiday-calendar.not-found`, `holiday-calendar.in-use` (409), naming schedules that name it */
export async function deleteHolidayCalendar(tx: Tx, id: string): Promise<void> {
  if (!(await lockCalendar(tx, id))) throw notFound('holiday-calendar', id);
  const users = await usersOf(tx, id, mostNamed);
  if (users.length > 0) {
    throw new AppError({
      code: 'holiday-calendar.in-use',
      kind: 'conflict',
      message: `Schedules name this calendar: ${users.join(', ')}.`,
    });
  }
  await deleteCalendar(tx, id);
}
