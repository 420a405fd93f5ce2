import { engineFaultPoints } from '@belfry/engine/module';
import { sandboxFaultPoints } from '@belfry/sandbox';
import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { expectOnly } from '@belfry/testkit/expect-only';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type WalkedPath, walkPath } from './mortal-path.ts';
import { addPerson, addPolicy, occurrenceOf, type Person, remind, type TimelineEntry, timelineOf } from './story.ts';

let belfry: BelfryProcess;
let owner: pg.Client;
let ann: Person;
/** Of Ann's shard, which the planner comes to as the n-th. */
let planningTurn: number;
let asking: { id: string };
let repeating: { id: string };

const annsPhone = '+12025550101';
const annsEmail = 'ann@example.com';
const bobsPhone = '+12025550102';
const expectMessage = expectOnly(() => belfry);

beforeAll(async () => {
  // Long enough for an honest call on a busy machine; the audit waits as long before it settles a lost one.
  belfry = await startBelfry({ at: '2027-01-15T08:00:00Z', env: { BELFRY_PROVIDER_TIMEOUT_MS: '1500' } });
  owner = new pg.Client({ connectionString: belfry.databaseUrl });
  await owner.connect();
  ann = await addPerson(belfry, { name: 'Ann Archer', sms: annsPhone, email: annsEmail });
  const bob = await addPerson(belfry, { name: 'Bob Baker', sms: bobsPhone });
  const steps = [
    { after: 'PT0S', targets: [{ person: 'self', channels: ['sms' as const] }] },
    { after: 'PT5M', targets: [{ person: 'self', channels: ['email' as const] }] },
    { after: 'PT15M', targets: [{ person: bob.id, channels: ['sms' as const] }] },
  ];
  asking = await addPolicy(belfry, 'Leaves unknown ends to a person', steps, 'ask');
  repeating = await addPolicy(belfry, 'Repeats unknown ends', steps, 'again');
  const { id } = await remind(belfry, { person: ann, title: 'Never', at: '2099-01-01T00:00:00Z' });
  const { rows } = await owner.query('SELECT shard + 1 AS turn FROM engine.schedule WHERE id = $1', [id]);
  planningTurn = rows[0].turn;
});

afterAll(async () => {
  await owner.end();
  await belfry.stop();
});

interface Walk {
  /** As BELFRY_FAULT has it. */
  fault?: string;
  title: string;
  policy: { id: string };
}

async function walk({ fault, title, policy }: Walk): Promise<WalkedPath> {
  await belfry.restart(fault ? { fault } : {});
  return walkPath({ belfry, person: ann, phone: annsPhone, policy, title });
}

function expectMessagesOf(title: string, dueAt: string, emails = 1): void {
  const at = (minutes: number) => Temporal.Instant.from(dueAt).add({ minutes }).toString();
  expectMessage({ channel: 'sms', to: annsPhone, body: new RegExp(`^${title}\nReply`), at: at(0) });
  for (let i = 0; i < emails; i++) expectMessage({ channel: 'email', to: annsEmail, body: title, at: at(5) });
  expectMessage({ channel: 'sms', to: bobsPhone, body: `Ann Archer has not answered: ${title}`, at: at(15) });
  expectMessage({ channel: 'sms', to: annsPhone, body: `Seen: ${title}`, at: at(15) });
}

/** By its own record: one occurrence, answered for to the end, and nothing in it that the phone network does not know. */
async function judge({ schedule, title, dueAt }: WalkedPath): Promise<TimelineEntry[]> {
  const occurrence = await occurrenceOf(belfry, schedule);
  expect(occurrence).toMatchObject({ state: 'completed', firedAt: dueAt });
  const entries = await timelineOf(belfry, occurrence);
  expect(entries.filter(({ type }) => type === 'action').map(({ status }) => status)).toEqual([
    'acknowledged',
    'completed',
  ]);
  const instants = entries.map(({ at }) => at);
  expect(instants).toEqual(instants.toSorted());
  const network = await belfry.messages(`?channel=sms&since=${dueAt}`);
  const sent = network.filter(({ body, inReplyTo }) => inReplyTo === null && body.includes(title));
  const known = entries.flatMap(({ type, channel, payload }) =>
    type === 'outcome' && channel === 'sms' && payload?.providerId ? [payload.providerId] : [],
  );
  expect([...new Set(known)].toSorted()).toEqual(sent.map(({ providerId }) => providerId).toSorted());
  const arrived = entries.filter((entry) => entry.type === 'attempt' && entry.status === 'delivered');
  expect(arrived.map(({ address }) => address)).toEqual([annsPhone, bobsPhone]);
  await expectGapless(occurrence.id);
  return entries;
}

/** Turns numbered from 0 without a hole, and so the outcomes of each attempt. */
async function expectGapless(occurrenceId: string): Promise<void> {
  const occId = occurrenceId.slice('occ_20270115_'.length);
  const { rows } = await owner.query(
    `SELECT 'turns' AS what, max(seq) + 1 AS ends, count(*)::int AS counted FROM engine.turn WHERE occ_id = $1
     UNION ALL
     SELECT 'outcomes', max(n) + 1, count(*)::int FROM engine.outcome WHERE occ_id = $1 GROUP BY seq, target`,
    [occId],
  );
  expect(rows.length).toBeGreaterThan(1);
  for (const { ends, counted } of rows) expect(counted).toBe(ends);
}

const emailsOf = (entries: TimelineEntry[]) => entries.filter(({ channel }) => channel === 'email');

/** SMTP cannot be asked, and the policy does not want it repeated: so it says. */
function expectLeftToPerson(entries: TimelineEntry[]): void {
  const unknown = { type: 'outcome', status: 'unknown' };
  expect(emailsOf(entries)).toMatchObject([
    { type: 'attempt', status: 'unknown' },
    { ...unknown, payload: { code: 'pending-look-up' } },
    { ...unknown, payload: { code: 'left-to-person' }, reason: expect.stringMatching(/a person decides/) },
  ]);
}

test('a fault that nothing comes to kills nobody, and the path ends as it should', async () => {
  const title = 'Without a fault';
  const path = await walk({ fault: 'no.such-point', title, policy: asking });
  expect(path.deaths).toBe(0);
  expectMessagesOf(title, path.dueAt);
  const entries = await judge(path);
  expect(entries.filter(({ type }) => type === 'attempt')).toHaveLength(3);
});

const points = [...engineFaultPoints, ...sandboxFaultPoints];

test.each(points)('killed at %s, nothing is twice and nothing is lost', async (point) => {
  const title = `Killed at ${point}`;
  const fault = point.startsWith('plan.') ? `${point}:${planningTurn}` : point;
  const path = await walk({ fault, title, policy: asking });
  expect(path.deaths, `the path never comes to ${point}`).toBe(1);
  expectMessagesOf(title, path.dueAt);
  const entries = await judge(path);
  if (point === 'sandbox.email-recorded') expectLeftToPerson(entries);
  else expect(emailsOf(entries).at(-1)?.status).toBe('accepted');
});

test('killed when the network had taken an SMS of which it never tells: it is looked up, and found', async () => {
  const title = 'Never called back';
  const chaos = { acceptThenHang: 1 };
  await belfry.must('PUT', `/sandbox/handsets/${encodeURIComponent(annsPhone)}`, { chaos });
  const path = await walk({ fault: 'sandbox.message-recorded', title, policy: asking });
  expect(path.deaths).toBe(1);
  expectMessagesOf(title, path.dueAt);
  const codes = (await judge(path)).flatMap(({ payload }) => (payload?.code ? [payload.code] : []));
  expect(codes).toEqual(['pending-look-up', 'look-up.found']);
});

test('an email whose call ended well, which nobody wrote down, is left to a person', async () => {
  const title = 'Not written down';
  // The second call of the path is the email's.
  const path = await walk({ fault: 'call.after:2', title, policy: asking });
  expect(path.deaths).toBe(1);
  expectMessagesOf(title, path.dueAt);
  expectLeftToPerson(await judge(path));
});

test('by default such an email is sent once more: on record, with its reason, under the same Message-ID', async () => {
  const title = 'Sent once more';
  const path = await walk({ fault: 'sandbox.email-recorded', title, policy: repeating });
  expect(path.deaths).toBe(1);
  expectMessagesOf(title, path.dueAt, 2);
  const emails = await belfry.messages(`?channel=email&since=${path.dueAt}`);
  expect(new Set(emails.map(({ providerId }) => providerId)).size).toBe(1);
  const entries = emailsOf(await judge(path));
  expect(entries.filter(({ type }) => type === 'attempt')).toMatchObject([
    { status: 'unknown', reason: 'Step 2.' },
    { status: 'accepted', reason: 'Try 2 of step 2.' },
  ]);
  const again = entries.find(({ payload }) => payload?.code === 'sent-again');
  expect(again).toMatchObject({ status: 'unknown', reason: expect.stringMatching(/sent once more/) });
});
