import { ManualClock } from '@belfry/kernel/clock';
import { noFaults } from '@belfry/kernel/fault';
import { newId, type PersonId, type TenantId } from '@belfry/kernel/ids';
import { type Person, readPersonFacts } from '@belfry/people';
import { type Database, inTenant, inTransaction, openDatabase } from '@belfry/platform/database';
import { createSealer } from '@belfry/platform/sealer';
import type { Transport } from '@belfry/platform/transports/transport';
import { testDatabase, throughPool } from '@belfry/testkit/test-database';
import { type Lane, promptLane } from '../domain/lane.ts';
import type { OnUnknown, Policy, Step } from '../domain/policy.ts';
import type { QuietHours } from '../domain/quiet-hours.ts';
import type { Rates } from '../domain/rates.ts';
import { saveHold } from '../store/chain/pg-rates.ts';
import { readChain, type TurnRecord } from '../store/chain/pg-turns.ts';
import { Partitions } from '../store/partitions/pg-partitions.ts';
import type { PolicyRecord } from '../store/policies/pg-policies.ts';
import type { ScheduleRecord } from '../store/schedules/pg-schedules.ts';
import { readWakeup, type Wakeup, type WakeupRow, wakeupColumns } from '../store/wakeups/pg-wakeups.ts';
import { type ClaimedTurn, claimTurns } from '../usecases/claiming/claim-turns.ts';
import type { EngineDeps } from '../usecases/engine-deps.ts';
import { savePolicy } from '../usecases/policies/save-policy.ts';
import { HintPublisher } from '../usecases/running/publish-due.ts';
import { type RunningEngine, runEngine } from '../usecases/running/run-engine.ts';
import { createSchedule, type NewSchedule } from '../usecases/schedules/create-schedule.ts';
import { Providers } from '../usecases/sending/providers.ts';
import { sendContact } from '../usecases/sending/send-contact.ts';
import { RecordingChannel } from './recording-channel.ts';

const secret = 'a secret of this installation';

type Occurrence = Pick<Wakeup, 'day' | 'occId'>;

/** A database of its own with one tenant, and all that the engine's use cases need, on a clock that stands still. */
export class EngineFixture implements AsyncDisposable {
  readonly tenantId = newId<TenantId>();
  readonly clock: ManualClock;
  readonly sms = new RecordingChannel('sms');
  readonly email = new RecordingChannel('email');
  readonly errors: unknown[] = [];
  readonly deps: EngineDeps;
  readonly url: string;
  readonly database: Database;
  readonly #drop: () => Promise<void>;

  static async open(now: string): Promise<EngineFixture> {
    const { url, close } = await testDatabase();
    const fixture = new EngineFixture(url, close, now);
    await fixture.deps.partitions.coverNow(fixture.clock.now());
    return fixture;
  }

  private constructor(url: string, drop: () => Promise<void>, now: string) {
    this.url = url;
    this.#drop = drop;
    this.clock = new ManualClock(now);
    this.database = openDatabase({ ...throughPool(url), poolMin: 0, poolMax: 24 });
    this.deps = this.depsOf(this.database);
  }

  /** As another process would have them. */
  depsOf(database: Database): EngineDeps {
    return {
      pool: database.pools.engine,
      clock: this.clock,
      partitions: new Partitions(database.pools.engine),
      channels: new Map([this.sms, this.email].map((channel) => [channel.name, channel])),
      providers: new Providers(this.clock, (hold) => {
        saveHold(database.pools.engine, hold).catch((error: unknown) => this.errors.push(error));
      }),
      rates: {},
      authors: new Map(),
      sealer: createSealer('contact settings', { secret, previous: [] }),
      secret,
      publicUrl: 'https://belfry.example.com',
      providerTimeoutMs: 500,
      fault: noFaults,
      onChange() {},
      onScheduleChange() {},
      onError: (error) => this.errors.push(error),
      observe: { claimed() {}, outcome() {} },
    };
  }

  async addPerson(given: {
    id?: PersonId;
    name?: string;
    timeZone?: string;
    locale?: string;
    sms?: string;
    email?: string;
    webhook?: string;
  }): Promise<Person> {
    const { id = newId<PersonId>(), name = 'Ann Archer', timeZone = 'UTC', locale = 'en' } = given;
    const { sms = null, email = null, webhook = null } = given;
    const contactPoints = Object.entries({ sms, email, webhook }).flatMap(([channel, address]) =>
      address === null
        ? []
        : [{ channel: channel as 'sms' | 'email' | 'webhook', address, settings: null, isOptedOut: false }],
    );
    return this.asTenant(async (tx) => {
      await tx.query(
        `INSERT INTO people.person (id, tenant_id, name, time_zone, locale, created_at) VALUES ($1, $2, $3, $4, $5, now())`,
        [id, this.tenantId, name, timeZone, locale],
      );
      await tx.query(
        `INSERT INTO people.contact_point (person_id, tenant_id, position, channel, address)
         SELECT $1, $2, position, channel, address
         FROM (VALUES (0, 'sms', $3), (1, 'email', $4), (2, 'webhook', $5)) AS c (position, channel, address)
         WHERE address IS NOT NULL`,
        [id, this.tenantId, sms, email, webhook],
      );
      return { ...(await readPersonFacts(tx, id))!, contactPoints };
    });
  }

  async setQuietHours(person: Pick<Person, 'id'>, quietHours: QuietHours): Promise<void> {
    await this.asTenant((tx) =>
      tx.query('UPDATE people.person SET quiet_hours = $2 WHERE id = $1', [person.id, JSON.stringify(quietHours)]),
    );
  }

  async optOut(channel: string, address: string): Promise<void> {
    await this.asTenant((tx) =>
      tx.query('INSERT INTO people.opt_out (tenant_id, channel, address, since) VALUES ($1, $2, $3, now())', [
        this.tenantId,
        channel,
        address,
      ]),
    );
  }

  async addRelation(
    person: Pick<Person, 'id'>,
    related: Pick<Person, 'id'>,
    given: { role?: string; consent?: string; priority?: number; privacy?: 'title' | 'all' } = {},
  ): Promise<void> {
    const { role = 'caregiver', consent = 'granted', priority = 1, privacy = 'title' } = given;
    await this.asTenant((tx) =>
      tx.query(
        `INSERT INTO people.relationship (id, tenant_id, person_id, related_person_id, role, permissions, consent,
           priority, privacy, created_at) VALUES ($1, $2, $3, $4, $5, '[]', $6, $7, $8, now())`,
        [newId(), this.tenantId, person.id, related.id, role, consent, priority, privacy],
      ),
    );
  }

  async setTenant(given: { delivery?: 'active' | 'disabled'; throttlePerHour?: number; rates?: Rates }): Promise<void> {
    const { delivery = 'active', throttlePerHour = null, rates = {} } = given;
    await this.asTenant((tx) =>
      tx.query(
        `INSERT INTO engine.tenant_setting (tenant_id, delivery, throttle_per_hour, rates) VALUES ($1, $2, $3, $4)
         ON CONFLICT (tenant_id) DO UPDATE SET delivery = excluded.delivery, throttle_per_hour = excluded.throttle_per_hour,
           rates = excluded.rates`,
        [this.tenantId, delivery, throttlePerHour, JSON.stringify(rates)],
      ),
    );
  }

  async addPolicy(
    steps: (Omit<Step, 'message' | 'repeat'> & Partial<Pick<Step, 'message' | 'repeat'>>)[],
    onUnknown: OnUnknown = 'again',
    more: Partial<Pick<Policy, 'fallback' | 'repageAfter' | 'patience'>> = {},
  ): Promise<PolicyRecord> {
    const definition = {
      steps: steps.map((step) => ({ message: null, repeat: null, ...step })),
      fallback: null,
      repageAfter: null,
      patience: 'PT30M',
      ...more,
      onUnknown,
    };
    return this.asTenant((tx) =>
      savePolicy({ tx, tenantId: this.tenantId, now: this.clock.now(), name: newId(), definition }),
    );
  }

  /** Without more, once and now. */
  async addSchedule(
    person: Person,
    given: Partial<NewSchedule> = {},
    lane: Lane = promptLane,
  ): Promise<ScheduleRecord> {
    const now = this.clock.now();
    const schedule: NewSchedule = {
      personId: person.id,
      kind: 'reminder',
      title: 'Take pills',
      body: null,
      rule: { type: 'once', at: now.toString() },
      localTime: null,
      timeZone: 'person',
      policyId: null,
      importance: 'medium',
      lateLimit: 'PT24H',
      ...given,
    };
    return this.asTenant((tx) => createSchedule({ tx, tenantId: this.tenantId, now, schedule, lane }));
  }

  asTenant<T>(body: Parameters<typeof inTenant<T>>[2]): Promise<T> {
    return inTenant(this.database.pools.app, this.tenantId, body);
  }

  asEngine<T>(body: Parameters<typeof inTransaction<T>>[1]): Promise<T> {
    return inTransaction(this.database.pools.engine, body);
  }

  /** Stored wake-ups in the order of their due times, claimed ones too. */
  async wakeups(where = 'true', table = 'engine.wakeup'): Promise<Wakeup[]> {
    const { rows } = await this.deps.pool.query<WakeupRow>(
      `SELECT ${wakeupColumns} FROM ${table} WHERE ${where} ORDER BY due_at, occ_id, seq`,
    );
    return rows.map(readWakeup);
  }

  /** What is due by the clock and has not been claimed. */
  async due(): Promise<Wakeup[]> {
    const untaken = `NOT EXISTS (SELECT FROM engine.turn t WHERE t.occ_id = wakeup.occ_id AND t.seq = wakeup.seq)`;
    return this.wakeups(`due_at <= '${this.clock.now().toString()}' AND ${untaken}`);
  }

  /** Claims all that is due, as one process would. */
  async claimDue(): Promise<ClaimedTurn[]> {
    return (await claimTurns(this.deps, await this.due(), 1000)).claimed;
  }

  async send(claims: readonly ClaimedTurn[]): Promise<void> {
    const calls = claims.flatMap((claim) => claim.turn.decision.contacts.map((contact) => ({ claim, contact })));
    await Promise.all(calls.map(({ claim, contact }) => sendContact(this.deps, claim, contact)));
  }

  /** Claims and sends until nothing is due any more. */
  async run(): Promise<void> {
    for (let claims = await this.claimDue(); claims.length > 0; claims = await this.claimDue()) await this.send(claims);
  }

  /** The whole engine, as a process of its own instance would run it. */
  startEngine(deps: EngineDeps = this.deps, instance: string = newId()): Promise<RunningEngine> {
    return runEngine(deps, { id: instance, bootId: newId() });
  }

  /** The same where a broker spreads the work. */
  startPublishing(transport: Transport): Promise<RunningEngine> {
    const hints = new HintPublisher({ transport, onError: (error) => this.errors.push(error) });
    return runEngine(this.deps, { id: newId(), bootId: newId() }, hints);
  }

  async moveTo(now: string): Promise<void> {
    this.clock.set(now);
    await this.deps.partitions.coverNow(this.clock.now());
  }

  /** Until some statement of this database waits for somebody else's transaction. */
  async waitForLock(whoever?: Promise<unknown>): Promise<void> {
    let isOver = false;
    const end = () => {
      isOver = true;
    };
    whoever?.then(end, end);
    // Of another role's sessions pg_stat_activity does not say that they wait.
    const waiting = `SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)
      WHERE datname = current_database() AND NOT granted`;
    while (!isOver && (await this.database.pools.app.query(waiting)).rowCount === 0) {}
  }

  chainOf(occurrence: Occurrence): Promise<TurnRecord[]> {
    return this.asEngine((tx) => readChain(tx, occurrence));
  }

  /** `seq.target status code`, in the order of the record. */
  async outcomesOf({ occId }: Occurrence): Promise<string[]> {
    const { rows } = await this.deps.pool.query<{ line: string }>(
      `SELECT concat_ws(' ', seq || '.' || target, status, code) AS line FROM engine.outcome
       WHERE occ_id = $1 ORDER BY seq, target, n`,
      [occId],
    );
    return rows.map(({ line }) => line);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.database.close();
    await this.#drop();
  }
}
