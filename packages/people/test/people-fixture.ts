import { newId, type TenantId } from '@belfry/kernel/ids';
import type { TimeZone } from '@belfry/kernel/time-zone';
import { type Database, inTenant, inTransaction, openDatabase, type Tx } from '@belfry/platform/database';
import { createSealer } from '@belfry/platform/sealer';
import { testDatabase, throughPool } from '@belfry/testkit/test-database';
import type pg from 'pg';
import type { PersonChange } from '../contract.ts';
import type { Person } from '../domain/person.ts';
import { createPerson } from '../usecases/create-people.ts';

export const now = Temporal.Instant.from('2027-01-15T09:00:00Z');

type NewPerson = Parameters<typeof createPerson>[0]['person'];

export function newPerson(given: Partial<NewPerson> = {}): NewPerson {
  return {
    name: 'Ann Archer',
    firstName: null,
    lastName: null,
    timeZone: 'Europe/London' as TimeZone,
    locale: 'en',
    birthDate: null,
    anniversaryDate: null,
    dates: {},
    city: null,
    country: null,
    externalId: null,
    quietHours: null,
    contactPoints: [],
    ...given,
  };
}

/** A database of its own with one tenant, and a port that notes what it is told. */
export class PeopleFixture implements AsyncDisposable {
  readonly tenantId = newId<TenantId>();
  readonly actor = { type: 'key', id: 'key-1', name: 'Test', via: 'API key' } as const;
  readonly changes: PersonChange[] = [];
  readonly port = {
    inTransaction: async (_: Tx, change: PersonChange) => {
      this.changes.push(change);
    },
  };
  readonly sealer = createSealer('contact settings', { secret: 'a secret of this installation', previous: [] });
  readonly requireVersion = () => {};
  readonly allowLocalHttp = false;
  readonly now = now;
  readonly #database: Database;
  readonly #drop: () => Promise<void>;

  static async open(): Promise<PeopleFixture> {
    const { url, close } = await testDatabase();
    return new PeopleFixture(openDatabase({ ...throughPool(url), poolMin: 0, poolMax: 12 }), close);
  }

  private constructor(database: Database, drop: () => Promise<void>) {
    this.#database = database;
    this.#drop = drop;
  }

  /** The pool of engine code, which sees all tenants. */
  get engine(): pg.Pool {
    return this.#database.pools.engine;
  }

  get app(): pg.Pool {
    return this.#database.pools.app;
  }

  asTenant<T>(body: (tx: Tx) => Promise<T>, tenantId = this.tenantId): Promise<T> {
    return inTenant(this.#database.pools.app, tenantId, body);
  }

  asEngine<T>(body: (tx: Tx) => Promise<T>): Promise<T> {
    return inTransaction(this.engine, body);
  }

  addPerson(given: Partial<NewPerson> = {}, tenantId = this.tenantId): Promise<Person> {
    return this.asTenant((tx) => this.makePerson(tx, given, tenantId), tenantId);
  }

  /** The same in a transaction that is the caller's to end. */
  makePerson(tx: Tx, given: Partial<NewPerson> = {}, tenantId = this.tenantId): Promise<Person> {
    const { sealer, allowLocalHttp } = this;
    const person = newPerson(given);
    return createPerson({ tx, sealer, tenantId, now, allowLocalHttp, person });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#database.close();
    await this.#drop();
  }
}
