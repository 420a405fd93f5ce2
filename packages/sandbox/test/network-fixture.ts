import { generateKeyPairSync } from 'node:crypto';
import { ManualClock } from '@belfry/kernel/clock';
import { noFaults } from '@belfry/kernel/fault';
import { testDatabase } from '@belfry/testkit/test-database';
import pg from 'pg';
import twilio from 'twilio';
import { createSandbox, type Sandbox, type SandboxOptions } from '../sandbox.ts';
import { type StandIn, startStandIn } from './belfry-stand-in.ts';

export const account = {
  accountSid: `AC${'0'.repeat(32)}`,
  authToken: 'a-token-for-tests',
  phoneNumber: '+12025550000',
};
/** What the network signs its events of email with. */
export const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const start = Temporal.Instant.from('2027-01-15T14:30:00Z');

export interface Fixture {
  clock: ManualClock;
  databaseUrl: string;
  pool: pg.Pool;
  standIn: StandIn;
  errors: unknown[];
  changes: string[];
  /** Several may run on the one database. */
  open(options?: Partial<SandboxOptions>): Promise<Sandbox>;
  close(): Promise<void>;
}

/** A database, a frozen clock and a web server in Belfry's place. */
export async function networkFixture(): Promise<Fixture> {
  const database = await testDatabase();
  const pool = new pg.Pool({ connectionString: database.url, max: 4 });
  pool.on('error', () => {});
  const clock = new ManualClock(start);
  const standIn = await startStandIn(account.authToken);
  const sandboxes: Sandbox[] = [];
  const errors: unknown[] = [];
  const changes: string[] = [];
  return {
    databaseUrl: database.url,
    clock,
    pool,
    standIn,
    errors,
    changes,
    async open(options = {}) {
      const sandbox = await createSandbox({
        pool,
        clock,
        twilio: account,
        sendgrid: { apiKey: 'SG.for-tests', eventsUrl: `${standIn.url}/hooks/sendgrid/events`, privateKey },
        inboundUrl: `${standIn.url}/hooks/twilio/inbound`,
        onError: (error) => errors.push(error),
        onChange: (address) => changes.push(address),
        fault: noFaults,
        ...options,
      });
      sandboxes.push(sandbox);
      return sandbox;
    },
    async close() {
      for (const sandbox of sandboxes) await sandbox.close();
      await standIn.close();
      await pool.end();
      await database.close();
    },
  };
}

/** The official client, pointed at the sandbox. */
export function twilioClient(
  sandbox: Pick<Sandbox, 'twilioBaseUrl'>,
  authToken = account.authToken,
  timeoutMs = 10_000,
): twilio.Twilio {
  const client = twilio(account.accountSid, authToken, { timeout: timeoutMs });
  client.api.baseUrl = sandbox.twilioBaseUrl;
  return client;
}

/** Resolves when nothing that is due by the clock waits any longer; looks again whenever the event loop is free. */
export async function settled(sandbox: Sandbox, clock: ManualClock): Promise<void> {
  while ((await sandbox.pending(clock.now())).length > 0) await new Promise(setImmediate);
}

/** Moves the clock as Belfry does: to each instant at which the network acts, up to the target, and lets it come to rest. */
export async function advance(sandbox: Sandbox, clock: ManualClock, target: Temporal.Instant): Promise<void> {
  await settled(sandbox, clock);
  while (Temporal.Instant.compare(clock.now(), target) < 0) {
    const next = await sandbox.nextInstant(clock.now());
    clock.set(next && Temporal.Instant.compare(next, target) < 0 ? next : target);
    sandbox.wake();
    await settled(sandbox, clock);
  }
}
