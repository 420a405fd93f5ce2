/** A partition of the engine's tables, as its name says it. */
export interface Partition {
  table: PartitionedTable;
  /** Without its schema. */
  name: string;
  /** The first day whose rows it takes, YYYY-MM-DD; of wake-ups a day in UTC, of all others a local date. */
  from: string;
  /** The first day that it takes no more. */
  to: string;
}

/** In the order in which they go: outcomes without their turns are seen by nobody, turns without outcomes would be. */
export const partitionedTables = ['wakeup', 'turn', 'outcome', 'slot_ledger'] as const;
export type PartitionedTable = (typeof partitionedTables)[number];

const named =
  /^(?:(?<day>wakeup)_(\d{4})(\d{2})(\d{2})|(?<month>turn|outcome)_(\d{4})(\d{2})|(?<year>slot_ledger)_(\d{4}))$/;

/** null for what is no partition of ours. */
export function partitionNamed(name: string): Partition | null {
  const match = named.exec(name);
  const [day, month, year] = ['day', 'month', 'year'].map((group) => match?.groups?.[group]);
  const table = (day ?? month ?? year) as PartitionedTable | undefined;
  const digits = name.slice((table?.length ?? 0) + 1);
  if (!match || !table) return null;
  const from = Temporal.PlainDate.from(`${digits}0101`.slice(0, 8));
  const length = day ? { days: 1 } : month ? { months: 1 } : { years: 1 };
  return { table, name, from: from.toString(), to: from.add(length).toString() };
}

/** Wake-ups are looked at for some days after they were explained: by who plans anew, and by whoever asks why. */
const wakeupDays = 7;
/** For so long after its history is gone a slot cannot fire again, whatever an old schedule or an import asks for. */
const ledgerYears = 5;

/**
 * Whether its rows are older than anybody wants to look at. That nothing still needs them is another question.
 * @param retentionMonths how long turns and outcomes are kept after their month has ended; 0 for ever
 */
export function isPastItsTime({ table, to }: Partition, now: Temporal.Instant, retentionMonths: number): boolean {
  const today = now.toZonedDateTimeISO('UTC').toPlainDate();
  if (table === 'wakeup') return !isAfter(to, today.subtract({ days: wakeupDays }));
  if (retentionMonths === 0) return false;
  const years = table === 'slot_ledger' ? ledgerYears : 0;
  return !isAfter(to, today.subtract({ months: retentionMonths, years }));
}

function isAfter(day: string, date: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(Temporal.PlainDate.from(day), date) > 0;
}
