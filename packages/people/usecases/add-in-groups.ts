import { AppError } from '@belfry/kernel/app-error';
import type { Clock } from '@belfry/kernel/clock';
import type { TenantId } from '@belfry/kernel/ids';
import { isAboutTheData } from '@belfry/platform/about-the-data';
import { inTenant, type Tx } from '@belfry/platform/database';
import { GroupsOfTenants } from '@belfry/platform/groups-of-tenants';
import type { Sealer } from '@belfry/platform/sealer';
import type pg from 'pg';
import type { PersonChangePort } from '../contract.ts';
import type { Person } from '../domain/person.ts';
import { createPeople, type NewPerson } from './create-people.ts';

const mostTogether = 100;

interface AddOptions {
  /** Of the application's role. */
  pool: pg.Pool;
  clock: Clock;
  sealer: Sealer;
  allowLocalHttp: boolean;
  onPersonChanged: Pick<PersonChangePort, 'onAdded'>;
}

/** People that are added to one tenant at once are added together, with all that follows from them. */
export class AddInGroups {
  readonly #options: AddOptions;
  readonly #groups = new GroupsOfTenants<NewPerson, Person | Error>(
    (tenantId, people) => this.#addTogether(tenantId, people),
    mostTogether,
  );

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

  async #addTogether(tenantId: TenantId, people: readonly NewPerson[]): Promise<(Person | Error)[]> {
    try {
      return await this.#add(tenantId, people);
    } catch (error) {
      if (people.length === 1 || !isAboutTheData(error)) throw error;
      // Whose it is shows when each is added alone.
      const alone: (Person | Error)[] = [];
      for (const person of people) {
        alone.push(...(await this.#add(tenantId, [person]).catch((reason: unknown) => [toError(reason)])));
      }
      return alone;
    }
  }

  #add(tenantId: TenantId, people: readonly NewPerson[]): Promise<(Person | AppError)[]> {
    return inTenant(this.#options.pool, tenantId, (tx) => this.#addIn(tx, tenantId, people));
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

function required(added: Person | Error | undefined): Person {
  if (added instanceof Error) throw added;
  if (!added) throw new Error('A person that was to be added has no answer.');
  return added;
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
