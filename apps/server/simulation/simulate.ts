import { setTimeout as delay } from 'node:timers/promises';
import { compareInstants } from '@belfry/kernel/instants';
import { type SeededRandom, seededRandom } from '@belfry/kernel/seeded-random';
import { VirtualClock } from '@belfry/platform/clock/virtual-clock';
import type { DataDirectory } from '@belfry/platform/data-directory';
import { type Database, openDatabase } from '@belfry/platform/database';
import { type CallApi, callApiOf } from '../playground/call-api.ts';
import { keepEngineAlive } from '../playground/keep-engine-alive.ts';
import { openSceneDatabases } from '../playground/scene-databases.ts';
import { chooseBaseUrl, type SceneSettings, serveRole } from '../playground/serve-role.ts';
import { createKey, sceneFolder } from '../playground/start-scene.ts';
import { type Comparison, compareGreetings } from './compare-greetings.ts';
import { expectGreetings } from './expect-greetings.ts';
import { type MadeUpPerson, makePeople } from './make-people.ts';
import { csvOf } from './people-csv.ts';
import { readMissed, readTaken } from './read-books.ts';

export interface SimulationOptions {
  /** Of its own; everything lives there. */
  directory: DataDirectory;
  people: number;
  days: number;
  /** Its first day; it begins at midnight in UTC. */
  from: Temporal.PlainDate;
  /** Of the people and of the kills. */
  seed: number;
  /** How often one of the two programs is killed while the clock moves. */
  kills: number;
  /** Both programs are dead for so long, in the middle; null: never. */
  outage: Temporal.Duration | null;
  signal: AbortSignal;
  onProgress(progress: Progress): void;
}

export interface Progress {
  doing: 'starting' | 'people' | 'days';
  /** Of people, or of days. */
  done: number;
}

export interface Simulation extends Comparison {
  until: Temporal.Instant;
  kills: number;
  /** Calls of which nobody knew how they ended: an operator looked up whether the message had arrived. */
  unknown: { arrived: number; sentAgain: number };
}

/** Of one upload. */
const peopleAtOnce = 20_000;
const longestPauseMs = 1500;

/**
 * Runs an organisation through days of virtual time on the real program (the API and the engine as processes of their own, a
 * database of its own, the sandbox's network), and holds what arrived beside what the calendar says had to.
 */
export async function simulate(options: SimulationOptions): Promise<Simulation> {
  const { directory, signal, onProgress } = options;
  const lost = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => lost.reject(signal.reason), { once: true });
  onProgress({ doing: 'starting', done: 0 });
  const databases = await openSceneDatabases(directory, () => lost.reject(new Error('Its database ended.')));
  const programs = new Programs({
    directory: sceneFolder(directory, 1),
    databaseUrl: await databases.create(1),
    secret: directory.secret,
    baseUrl: await chooseBaseUrl(),
  });
  try {
    return await Promise.race([lost.promise, play(options, programs)]);
  } finally {
    await programs.stop();
    await databases.stop();
  }
}

async function play(options: SimulationOptions, programs: Programs): Promise<Simulation> {
  const { people: count, from, days, seed, onProgress } = options;
  await programs.start();
  const database = openDatabase({ url: programs.settings.databaseUrl, poolMin: 0, poolMax: 2 });
  try {
    const call = callApiOf({ baseUrl: programs.settings.baseUrl, key: await createKey(programs.settings) });
    const since = from.toZonedDateTime('UTC').toInstant();
    await call('POST', '/sandbox/clock', { set: since.toString() });
    await call('PUT', '/v1/greetings/settings', { onUnknown: 'ask' });
    const people = [...makePeople({ count, seed, today: from, prefix: 'p' })];
    await addPeople(people, call, onProgress);
    const operator = new Operator(call);
    const moves = new Moves({ ...options, programs, call, database });
    const missed = new Set<string>();
    let now = since;
    for (let day = 1; day <= days; day++) {
      now = await moves.toDay(day);
      await operator.decide();
      // Of what it has sent again.
      await moves.settle();
      const lately = now.toZonedDateTimeISO('UTC').toPlainDate().subtract({ days: 7 });
      for (const greeting of await readMissed(database.pools.engine, lately)) missed.add(greeting);
      onProgress({ doing: 'days', done: day });
    }
    const comparison = compareGreetings(
      expectGreetings(people, since, now),
      await readTaken(database.pools.sandbox),
      ({ to, kind, at }) => missed.has(`${to} ${kind} ${at.toString()}`),
    );
    return { ...comparison, until: now, kills: moves.kills, unknown: operator.unknown };
  } finally {
    await database.close();
  }
}

/** The two of a scene, which are started again when they die. */
class Programs {
  readonly settings: SceneSettings;
  #kept: Awaited<ReturnType<typeof keepEngineAlive>>[] = [];

  constructor(settings: SceneSettings) {
    this.settings = settings;
  }

  async start(): Promise<void> {
    const { settings } = this;
    const engineUrl = await chooseBaseUrl();
    const starting = await Promise.allSettled([
      keepEngineAlive(
        () => serveRole('api', settings, settings.baseUrl),
        () => {},
      ),
      keepEngineAlive(
        () => serveRole('engine', settings, engineUrl),
        () => {},
      ),
    ]);
    this.#kept = starting.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const failed = starting.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
  }

  /** SIGKILL to one of them. */
  kill(random: SeededRandom): boolean {
    return this.#kept.length > 0 && random.pick(this.#kept).kill();
  }

  /** SIGKILL to both, and nobody starts them again. */
  async killForGood(): Promise<void> {
    for (const kept of this.#kept) kept.kill();
    await this.stop();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#kept.map((kept) => kept.stop()));
    this.#kept = [];
  }
}

interface MovesOptions extends SimulationOptions {
  programs: Programs;
  call: CallApi;
  database: Database;
}

/** Moves the clock from day to day, and breaks what is to break meanwhile. */
class Moves {
  kills = 0;
  readonly #options: MovesOptions;
  readonly #random: SeededRandom;
  readonly #killDays: readonly number[];

  constructor(options: MovesOptions) {
    this.#options = options;
    this.#random = seededRandom(options.seed + 1);
    this.#killDays = Array.from({ length: options.kills }, () => this.#random.between(1, options.days));
  }

  async toDay(day: number): Promise<Temporal.Instant> {
    const { from, days, outage } = this.#options;
    const midnight = from.add({ days: day }).toZonedDateTime('UTC').toInstant();
    const middle = Math.ceil(days / 2);
    if (outage && day === middle) await this.#sleep(midnight, outage);
    const moving = this.#moveTo(midnight);
    const kills = this.#killDays.filter((killDay) => killDay === day);
    for (const _ of kills) await this.#kill();
    const reached = await moving;
    // Whoever was killed when all was done is back when this is answered.
    return kills.length > 0 ? this.#moveTo(reached) : reached;
  }

  /** Until all that is due is done. */
  async settle(): Promise<void> {
    await this.#options.call('POST', '/sandbox/clock', { advance: 'PT0S' });
  }

  /** From some hour of the day before, so that of what is due meanwhile some was due long before it is over. */
  async #sleep(until: Temporal.Instant, outage: Temporal.Duration): Promise<void> {
    const { programs, database } = this.#options;
    await this.#moveTo(until.subtract({ hours: this.#random.between(1, 23) }));
    await programs.killForGood();
    const clock = await VirtualClock.open(database.pools.engine);
    await clock.moveTo(clock.now().add(outage));
    await programs.start();
  }

  async #kill(): Promise<void> {
    await delay(this.#random.between(0, longestPauseMs));
    if (this.#options.programs.kill(this.#random)) this.kills += 1;
  }

  /** Whatever becomes of the program that is asked. The clock may be further than that after an outage. */
  async #moveTo(instant: Temporal.Instant): Promise<Temporal.Instant> {
    const { call, signal } = this.#options;
    for (;;) {
      signal.throwIfAborted();
      try {
        const { now } = await call<{ now: string }>('GET', '/sandbox/clock');
        const isBehind = compareInstants(Temporal.Instant.from(now), instant) < 0;
        await call('POST', '/sandbox/clock', isBehind ? { set: instant.toString() } : { advance: 'PT0S' });
        return isBehind ? instant : Temporal.Instant.from(now);
      } catch (error) {
        if (!isPassing(error)) throw error;
        await delay(200);
      }
    }
  }
}

/** It is not there, or is just stopping; it will be back. */
function isPassing(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof Error && / was answered 503/.test(error.message));
}

/** Looks after what nobody knows the end of, as a person would: by whether the message has arrived. */
class Operator {
  readonly unknown = { arrived: 0, sentAgain: 0 };
  readonly #call: CallApi;

  constructor(call: CallApi) {
    this.#call = call;
  }

  async decide(): Promise<void> {
    for (let letters = await this.#open(); letters.length > 0; letters = await this.#open()) {
      for (const letter of letters) await this.#resolve(letter);
    }
  }

  async #open(): Promise<Letter[]> {
    return (await this.#call<{ data: Letter[] }>('GET', '/v1/dead-letters?state=open&limit=100')).data;
  }

  async #resolve({ id, occurrenceId, at }: Letter): Promise<void> {
    const since = Temporal.Instant.from(at).subtract({ hours: 26 });
    const messages = await this.#call<{ occurrenceId: string | null }[]>('GET', `/sandbox/messages?since=${since}`);
    const hasArrived = messages.some((message) => message.occurrenceId === occurrenceId);
    this.unknown[hasArrived ? 'arrived' : 'sentAgain'] += 1;
    const body = hasArrived ? { discardReason: 'It had arrived.' } : undefined;
    await this.#call('POST', `/v1/dead-letters/${id}/${hasArrived ? 'discard' : 'replay'}`, body);
  }
}

interface Letter {
  id: string;
  occurrenceId: string;
  at: string;
}

async function addPeople(
  people: readonly MadeUpPerson[],
  call: CallApi,
  onProgress: SimulationOptions['onProgress'],
): Promise<void> {
  for (let done = 0; done < people.length; done += peopleAtOnce) {
    onProgress({ doing: 'people', done });
    await call('POST', '/v1/people/import', csvOf(people.slice(done, done + peopleAtOnce)));
  }
  onProgress({ doing: 'people', done: people.length });
}
