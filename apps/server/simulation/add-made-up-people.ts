import { ensureGreetings } from '@belfry/greetings/module';
import type { Clock } from '@belfry/kernel/clock';
import { newId, type TenantId } from '@belfry/kernel/ids';
import { importPeople, readRows } from '@belfry/people/module';
import type { Sealer } from '@belfry/platform/sealer';
import type pg from 'pg';
import { keepAdded } from '../compose/keep-people.ts';
import type { System } from '../systems.ts';
import type { MadeUpPerson } from './make-people.ts';
import { cellsOf, columns } from './people-csv.ts';

interface AddOptions {
  /** Of the application's role. */
  pool: pg.Pool;
  clock: Clock;
  sealer: Sealer;
  partitions: Parameters<typeof keepAdded>[0]['partitions'];
  tenantId: TenantId;
  actor: Parameters<typeof importPeople>[0]['actor'];
  /** What they are for: it is switched on in the commit that adds them. */
  as: System | undefined;
  people: Iterator<MadeUpPerson>;
  /** The next so many of them are added, all in one commit. */
  most: number;
  /** Asked when it is their turn: another import may have gone before. Absent: they are. */
  areWanted?(): Promise<boolean>;
  onProgress?(added: number): void;
}

/** As from a file: whoever is there already is rejected. */
export async function addMadeUpPeople(options: AddOptions): Promise<{ added: number; rejected: number }> {
  const { pool, clock, sealer, partitions, tenantId, actor, as, onProgress } = options;
  const keep = keepAdded({ clock, partitions });
  return importPeople({
    ...{ pool, clock, sealer, allowLocalHttp: false, tenantId, actor },
    ...{ id: newId<string>(), isDryRun: false, fingerprint: '', read: readRows, existing: 'reject' },
    rows: fileOf(options),
    onPersonChanged: {
      async onAdded(tx, added) {
        if (added.people.length === 0) return;
        if (as === 'greetings') await ensureGreetings({ tx, tenantId, now: clock.now() });
        await keep(tx, added);
      },
    },
    onProgress: ({ added }) => onProgress?.(added),
  });
}

/** The next of these people as a file has them. */
async function* fileOf({
  people,
  most,
  areWanted = async () => true,
}: Pick<AddOptions, 'people' | 'most' | 'areWanted'>): AsyncGenerator<{ line: number; cells: string[] }> {
  yield { line: 1, cells: columns };
  if (!(await areWanted())) return;
  for (let n = 0; n < most; n++) {
    const next = people.next();
    if (next.done) return;
    yield { line: n + 2, cells: cellsOf(next.value) };
  }
}
