import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { expectOnly } from '@belfry/testkit/expect-only';
import { runBelfry } from '@belfry/testkit/program';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPerson, type Person, remind } from './story.ts';

interface DeadLetter {
  id: string;
  state: string;
  occurrenceId: string;
  code: string;
  discardReason: string | null;
}

let belfry: BelfryProcess;
let ann: Person;
const phone = '+12025550101';
const expectMessage = expectOnly(() => belfry);

beforeAll(async () => {
  belfry = await startBelfry({ at: '2027-01-15T08:00:00Z', databaseUrl: '' });
  ann = await addPerson(belfry, { name: 'Ann Archer', sms: phone });
});

afterAll(() => belfry.stop());

const beA = (persona: string) => belfry.must('PUT', `/sandbox/handsets/${encodeURIComponent(phone)}`, { persona });

async function letters(state: string): Promise<DeadLetter[]> {
  const { data } = await belfry.must<{ data: DeadLetter[] }>('GET', `/v1/dead-letters?state=${state}`);
  return data;
}

/** A text that no phone takes. */
async function loseText(at: string): Promise<DeadLetter> {
  await beA('landline');
  await remind(belfry, { person: ann, title: 'Take pills', at });
  await belfry.setClock(at);
  await beA('person');
  const [letter] = await letters('open');
  return letter!;
}

async function run(...args: string[]) {
  const program = await runBelfry(['dead-letters', ...args], { BELFRY_DATA: belfry.dataDir, BELFRY_CLOCK: 'virtual' });
  const { code } = await program.ended;
  return { code, stdout: program.stdout(), log: program.log() };
}

test('a text that no phone takes is a dead letter; replayed, it arrives, once', async () => {
  const letter = await loseText('2027-01-16T09:00:00Z');
  expect(letter).toMatchObject({ state: 'open', code: expect.stringMatching(/^sms\./) });
  const replays = [1, 2, 3].map(() => belfry.must<DeadLetter>('POST', `/v1/dead-letters/${letter.id}/replay`));
  for (const replayed of await Promise.all(replays)) expect(replayed.state).toBe('replayed');
  await belfry.advance('PT0S');
  expectMessage({ channel: 'sms', to: phone, body: 'Take pills', at: '2027-01-16T09:00:00Z' });
  expect(await letters('open')).toEqual([]);
  expect((await letters('replayed')).map(({ id }) => id)).toEqual([letter.id]);
});

test('the command lists, replays and discards them', async () => {
  const first = await loseText('2027-01-17T09:00:00Z');
  const listed = await run('list', '--json');
  expect(listed.code).toBe(0);
  expect(JSON.parse(listed.stdout).data.map(({ id }: DeadLetter) => id)).toEqual([first.id]);
  expect((await run('list')).stdout.split('\n')).toEqual([
    expect.stringContaining(first.id),
    '1 open dead letter.',
    '',
  ]);
  expect((await run('list', '--state', 'discarded')).stdout).toBe('No discarded dead letters.\n');

  expect(await run('replay', first.id)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/replayed.*Ann Archer/),
  });
  await belfry.advance('PT0S');
  expectMessage({ channel: 'sms', to: phone, body: 'Take pills' });

  const second = await loseText('2027-01-18T09:00:00Z');
  expect((await run('discard', second.id, '--reason', 'Told by hand')).code).toBe(0);
  expect(await letters('discarded')).toMatchObject([{ id: second.id, discardReason: 'Told by hand' }]);
  for (const [ids, reason] of [
    [[second.id], /is discarded already/],
    [[second.id, 'nonsense'], /nonsense is no id/],
  ] as const) {
    expect(await run('replay', ...ids)).toMatchObject({ code: 1, log: expect.stringMatching(reason) });
  }
});

test('the reason of a discard has one name, in the request and in the answer', async () => {
  const letter = await loseText('2027-01-19T09:00:00Z');
  const discardReason = 'She has moved';
  const path = `/v1/dead-letters/${letter.id}/discard`;
  expect((await belfry.call('POST', path, { note: discardReason })).status).toBe(400);
  expect(await belfry.must('POST', path, { discardReason })).toMatchObject({ state: 'discarded', discardReason });
  expect(await letters('discarded')).toMatchObject([
    { id: letter.id, discardReason },
    { discardReason: 'Told by hand' },
  ]);
});

test('a discarded one cannot be replayed, and nobody else’s can be seen', async () => {
  const [discarded] = await letters('discarded');
  const { status, body } = await belfry.call('POST', `/v1/dead-letters/${discarded!.id}/replay`);
  expect([status, body]).toMatchObject([409, { code: 'dead-letter.resolved' }]);
  const missing = await belfry.call('POST', '/v1/dead-letters/01890000-0000-7000-8000-000000000000/discard', {});
  expect(missing.status).toBe(404);
});

test('all that ended in one way are replayed by one command, and the others stay', async () => {
  for (const at of ['2027-02-01T09:00:00Z', '2027-02-02T09:00:00Z']) await loseText(at);
  const before = await letters('open');
  expect(before.length).toBeGreaterThanOrEqual(2);
  const code = before[0]?.code ?? '';
  expect(await run('replay', '--all', '--code', 'sms.no-such-code')).toMatchObject({
    code: 0,
    stdout: 'No dead letters with code sms.no-such-code.\n',
  });
  expect((await letters('open')).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  const { code: ended, stdout } = await run('replay', '--all', '--code', code, '--json');
  expect(ended).toBe(0);
  const ofThat = before.filter((letter) => letter.code === code).map(({ id }) => id);
  expect((JSON.parse(stdout) as { data: DeadLetter[] }).data.map(({ id, state }) => [id, state])).toEqual(
    ofThat.map((id) => [id, 'replayed']),
  );
  expect((await letters('open')).map(({ id }) => id)).toEqual(
    before.filter((letter) => letter.code !== code).map(({ id }) => id),
  );
  await belfry.advance('PT0S');
  for (const _ of ofThat) expectMessage({ channel: 'sms', to: phone, body: 'Take pills', at: '2027-02-02T09:00:00Z' });
  for (const unclear of [['replay'], ['replay', 'x', '--all'], ['discard', 'x', '--code', code]])
    expect(await run(...unclear)).toMatchObject({
      code: 1,
      log: expect.stringContaining('Name the ids, or say --all'),
    });
});

test('by API too, in parts, and one that is refused holds up no other', async () => {
  const lost: DeadLetter[] = [];
  for (const day of ['11', '12', '13']) lost.unshift(await loseText(`2027-02-${day}T09:00:00Z`));
  const [third, second, first] = lost;
  const code = first!.code;
  const ofCode = (letter: { code: string | null }) => letter.code === code;
  const count = async () =>
    (await belfry.must<{ codes: { code: string; count: number }[] }>('GET', '/v1/dead-letters/open')).codes.find(ofCode)
      ?.count;
  const before = (await letters('open')).filter(ofCode).length;
  expect(await count()).toBe(before);
  expect(before).toBeGreaterThanOrEqual(3);
  await belfry.must('POST', `/v1/occurrences/${second!.occurrenceId}/acknowledge`);

  expect(await belfry.must('POST', '/v1/dead-letters/replay?code=none.such')).toEqual({
    ...{ resolved: 0, refused: [], nextCursor: null },
  });
  const replayed = { resolved: 0, refused: [] as string[], asked: 0 };
  for (let cursor: string | null = ''; cursor !== null; ) {
    const path: string = `/v1/dead-letters/replay?code=${code}&limit=1${cursor && `&cursor=${cursor}`}`;
    const part: { resolved: number; refused: { id: string }[]; nextCursor: string | null } = await belfry.must(
      'POST',
      path,
    );
    replayed.asked += 1;
    replayed.resolved += part.resolved;
    replayed.refused.push(...part.refused.map(({ id }) => id));
    cursor = part.nextCursor;
  }
  expect(replayed).toEqual({ asked: before, resolved: before - 1, refused: [second!.id] });
  await belfry.advance('PT0S');
  for (let n = 0; n < before - 1; n++) expectMessage({ channel: 'sms', to: phone, body: 'Take pills' });
  expect((await letters('replayed')).map(({ id }) => id)).toEqual(expect.arrayContaining([third!.id, first!.id]));

  const discarded = await belfry.must('POST', `/v1/dead-letters/discard?code=${code}`, { discardReason: 'Answered' });
  expect(discarded).toEqual({ resolved: 1, refused: [], nextCursor: null });
  expect((await letters('discarded'))[0]).toMatchObject({ id: second!.id, discardReason: 'Answered' });
  expect(await count()).toBeUndefined();
});

test('bulk resolution with a key does it once', async () => {
  await loseText('2027-02-21T09:00:00Z');
  const headers = { 'idempotency-key': 'bulk-1' };
  const answers = [];
  for (let n = 0; n < 2; n++)
    answers.push(await belfry.call('POST', '/v1/dead-letters/discard', { discardReason: 'Old' }, headers));
  expect(answers[0]).toMatchObject({ status: 200, body: { resolved: 1 } });
  expect(answers[1]).toMatchObject({ status: 200, body: { resolved: 1 } });
});
