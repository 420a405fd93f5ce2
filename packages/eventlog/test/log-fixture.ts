import { newId, type TenantId } from '@belfry/kernel/ids';
import { type Database, inTenant, openDatabase, type Tx } from '@belfry/platform/database';
import { testDatabase, throughPool } from '@belfry/testkit/test-database';
import pg from 'pg';
import type { LogEvent, NewEvent } from '../domain/event.ts';
import { appendEvents } from '../store/pg-append-events.ts';
import { readTrace } from '../store/pg-read-events.ts';

/** A database of its own with an empty log. */
export class LogFixture implements AsyncDisposable {
  readonly url: string;
  readonly database: Database;
  readonly #drop: () => Promise<void>;

  static async open(): Promise<LogFixture> {
    const { url, close } = await testDatabase();
    return new LogFixture(url, close);
  }

  private constructor(url: string, drop: () => Promise<void>) {
    this.url = url;
    this.#drop = drop;
    this.database = openDatabase({ ...throughPool(url), poolMin: 0, poolMax: 24 });
  }

  as<T>(tenantId: TenantId, body: (tx: Tx) => Promise<T>): Promise<T> {
    return inTenant(this.database.pools.app, tenantId, body);
  }

  append(tenantId: TenantId, events: readonly NewEvent[]) {
    return this.as(tenantId, (tx) => appendEvents(tx, events, (index) => `events.${index}.id`));
  }

  async trace(tenantId: TenantId, traceId: string): Promise<LogEvent[]> {
    return (await this.as(tenantId, (tx) => readTrace(tx, { traceId, fromSequence: 1, limit: 100_000 }))) ?? [];
  }

  /** As the database's owner, whom neither grants nor row-level security bind. */
  async asOwner<T>(body: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: this.url });
    client.on('error', () => {});
    await client.connect();
    try {
      return await body(client);
    } finally {
      await client.end();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.database.close();
    await this.#drop();
  }
}

export const newTenant = () => newId<TenantId>();

export function anEvent(given: Partial<NewEvent> = {}): NewEvent {
  return {
    traceId: 'call-1',
    id: null,
    type: 'turn.heard',
    version: 1,
    at: Temporal.Instant.from('2027-01-15T09:00:00Z'),
    causationId: null,
    correlationId: null,
    payload: {},
    ...given,
  };
}
