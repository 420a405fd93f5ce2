import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@belfry/kernel/app-error';
import type { Clock } from '@belfry/kernel/clock';
import type { TenantId } from '@belfry/kernel/ids';
import { isAboutTheData, isLockTimeout } from '@belfry/platform/about-the-data';
import { inTenant, statementTimeoutMs, type Tx } from '@belfry/platform/database';
import { GroupsOfTenants } from '@belfry/platform/groups-of-tenants';
import type { Sealer } from '@belfry/platform/sealer';
import { Turns } from '@belfry/platform/turns';
import type pg from 'pg';
import type { PersonChangePort } from '../contract.ts';
import type { Person } from '../domain/person.ts';
import { createPeople, type NewPerson } from './create-people.ts';

const mostTogether = 100;
/** Of those who are added each alone. */
const mostAtOnce = 4;
/** Longer than people who are added at the same time elsewhere take, and shorter than anybody minds. */
const soonMs = 250;
/** Long enough for what nobody holds. */
const onceMs = 50;
/** Whoever has to wait looks so often whether it is over. */
const againAfterMs = 250;
/** As a statement may. */
const patienceMs = statementTimeoutMs.app;

interface AddOptions {
  /** Of the application's role. */
  pool: pg.Pool;
  clock: Clock;
  sealer: Sealer;
  allowLocalHttp: boolean;
  onPersonChanged: Pick<PersonChangePort, 'onAdded'>;
}

/**
 * People that are added to one tenant at once are added together, with all that follows from them. Whoever has to wait, for an
 * address of a file that is being added say, waits alone and holds nothing meanwhile: neither anybody else nor the file, which
 * may come to want what they had taken.
 */
export class AddInGroups {
  readonly #options: AddOptions;
  readonly #groups = new GroupsOfTenants<NewPerson, Added | Promise<Added>>(
    (tenantId, people) => this.#addSoon(tenantId, people),
    mostTogether,
  );
  readonly #waiting = new Turns(mostAtOnce);

  constructor(options: AddOptions) {
    this.#options = options;
  }

  /** @throws AppError as `createPeople` answers with */
  async add(tenantId: TenantId, person: NewPerson): Promise<Person> {
    return required(await this.#groups.add(tenantId, person));
  }

  /** In a transaction of the caller's. @throws the same */
  async addOne(tx: Tx, tenantId: TenantId, person: NewPerson): Promise<Person> {
    const [added] = await this.#addIn(tx, tenantId, [person]);
    return required(added);
  }

  async #addSoon(tenantId: TenantId, people: readonly NewPerson[]): Promise<(Added | Promise<Added>)[]> {
    try {
      return await this.#add(tenantId, people, soonMs);
    } catch (error) {
      const [only, ...others] = people;
      if (only && others.length === 0 && isLockTimeout(error))
        return [this.#addPatiently(tenantId, only).catch(toError)];
      if (others.length === 0 || !(isAboutTheData(error) || isLockTimeout(error))) throw error;
      return eachAlone(people, (person) => this.#addSoon(tenantId, [person]));
    }
  }

  async #addPatiently(tenantId: TenantId, person: NewPerson): Promise<Added> {
    const patience = performance.now() + patienceMs;
    for (;;) {
      await delay(againAfterMs);
      try {
        return required((await this.#waiting.take(() => this.#add(tenantId, [person], onceMs)))[0]);
      } catch (error) {
        if (!isLockTimeout(error)) throw error;
        if (performance.now() > patience) throw beingAdded(error);
      }
    }
  }

  #add(tenantId: TenantId, people: readonly NewPerson[], lockTimeoutMs?: number): Promise<(Person | AppError)[]> {
    return inTenant(this.#options.pool, tenantId, (tx) => this.#addIn(tx, tenantId, people), lockTimeoutMs);
  }

  async #addIn(tx: Tx, tenantId: TenantId, people: readonly NewPerson[]): Promise<(Person | AppError)[]> {
    const { clock, sealer, allowLocalHttp, onPersonChanged } = this.#options;
    const added = await createPeople({ tx, sealer, tenantId, now: clock.now(), allowLocalHttp }, people);
    await onPersonChanged.onAdded(tx, {
      tenantId,
      people: added.filter((one) => !(one instanceof AppError)) as Person[],
    });
    return added;
  }
}

type Added = Person | Error;

function beingAdded(cause: unknown): AppError {
  const message = 'Somebody with this address or externalId is being added or changed just now, by an import perhaps.';
  return new AppError({ code: 'person.being-added', kind: 'unavailable', message, cause });
}

/** Whose an error is shows when each is added alone; a few at once, for each takes a connection. */
async function eachAlone<Result>(
  people: readonly NewPerson[],
  add: (person: NewPerson) => Promise<Result[]>,
): Promise<(Result | Error)[]> {
  const turns = new Turns(mostAtOnce);
  const alone = people.map((person) => turns.take(() => add(person)).catch((error: unknown) => [toError(error)]));
  return (await Promise.all(alone)).flat();
}

function required(added: Added | undefined): Person {
  if (added instanceof Error) throw added;
  if (!added) throw new Error('A person that was to be added has no answer.');
  return added;
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
