import type { PersonId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import { listUnderWay, type ScheduleRecord } from '../../store/schedules/pg-schedules.ts';

/** Few at a time are held, however many a person has. */
const atOnce = 500;

/** All schedules of a person that are under way, neither paused nor finished, in batches. */
export async function* underWayOf(tx: Tx, personId: PersonId): AsyncGenerator<ScheduleRecord[]> {
  for (let last: ScheduleRecord | undefined; ; ) {
    const records = await listUnderWay(tx, personId, { after: last?.id, limit: atOnce });
    if (records.length > 0) yield records;
    last = records.at(-1);
    if (records.length < atOnce) return;
  }
}
