import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sleepUntil } from './sleep-until.ts';
import { addPerson, type TimelineEntry, timelineOf } from './story.ts';

/** Greetings through a vendor's email API, which takes an address and a text and cannot be asked afterwards. */
let belfry: BelfryProcess;

beforeAll(async () => {
  belfry = await startBelfry({
    at: '2027-01-01T00:00:00Z',
    env: { BELFRY_EMAIL_PROVIDER: 'vendor', BELFRY_PROVIDER_TIMEOUT_MS: '3000' },
  });
});

afterAll(() => belfry.stop());

const bodies = async (to: string) => (await belfry.messages(`?to=${encodeURIComponent(to)}`)).map(({ body }) => body);
const holdBy = (to: string, chaos: Record<string, number>) =>
  belfry.must('PUT', `/sandbox/handsets/${encodeURIComponent(to)}`, { chaos });

async function greet(name: string, birthday: string, onUnknown: 'again' | 'ask', sendTime?: string): Promise<string> {
  await belfry.must('PUT', '/v1/greetings/settings', { onUnknown });
  const email = `${name.toLowerCase()}@example.com`;
  const { id } = await addPerson(belfry, { name, email });
  await belfry.must('PATCH', `/v1/people/${id}`, { birthDate: `1990-${birthday}` });
  if (sendTime) await belfry.must('PUT', `/v1/greetings/people/${id}`, { sendTime });
  return email;
}

/** What stands on record of each call that somebody's greeting has come to, or of why none was made. */
async function outcomesOf(name: string): Promise<TimelineEntry[]> {
  const { data } = await belfry.must<{ data: { id: string }[] }>('GET', `/v1/people?q=${name}`);
  const history = await belfry.must<{ data: { id: string }[] }>('GET', `/v1/people/${data[0]?.id}/history`);
  return (await timelineOf(belfry, history.data[0]!)).filter(({ type }) => type === 'outcome');
}

const endsOf = async (name: string) =>
  (await outcomesOf(name)).map(({ status, payload }) => [status, payload?.['code']].filter(Boolean).join(' '));

const totalOf = async (date: string) =>
  (await belfry.must<{ total: unknown }>('GET', `/v1/greetings/plan?date=${date}`)).total;
const lettersOf = async () =>
  (await belfry.must<{ data: { personName: string; code: string }[] }>('GET', '/v1/dead-letters?state=open')).data;

test('a greeting goes out once, with the words that stand in the record', async () => {
  const email = await greet('Ada', '01-02', 'again');
  await belfry.setClock('2027-01-02T10:00:00Z');
  expect(await bodies(email)).toEqual(["Hey, Ada it's your birthday"]);
});

test('what stands in the record is byte for byte what the vendor got, in whatever script', async () => {
  const family = '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}\u{1F3FD}';
  const rightToLeft = '\u05E9\u05DC\u05D5\u05DD \u0645\u0631\u062D\u0628\u0627';
  // An accent by itself, and the same letter with it: they stay as they were written.
  const accents = 'e\u0301\u0323 \u00E9';
  const name = `Zoe\u0308 ${family} ${rightToLeft}`;
  const text = `{{ person.fullName }}\n\t«${accents}» ${family} & <b>"${rightToLeft}"</b>`;
  const words = { kind: 'birthday', locale: 'en', subject: `${family} ${accents}`, text };
  const template = await belfry.must<{ id: string }>('POST', '/v1/greetings/templates', words);
  await belfry.must('PUT', '/v1/greetings/settings', {});
  const email = 'zoe@example.com';
  const { id } = await addPerson(belfry, { name, email });
  await belfry.must('PATCH', `/v1/people/${id}`, { birthDate: '1990-01-03' });
  await belfry.setClock('2027-01-03T10:00:00Z');
  await belfry.must('DELETE', `/v1/greetings/templates/${template.id}`);
  const { data } = await belfry.must<{ data: { id: string }[] }>('GET', `/v1/people/${id}/history`);
  const entries = await timelineOf(belfry, data[0]!);
  const recorded = entries.filter(({ type }) => type === 'attempt').map(({ payload }) => String(payload?.['text']));
  const bytes = (texts: string[]) => texts.map((one) => Buffer.from(one).toString('hex'));
  const expected = text.replace('{{ person.fullName }}', name);
  expect(bytes(await bodies(email))).toEqual(bytes([expected]));
  expect(bytes(recorded)).toEqual(bytes([expected]));
});

/** Ends of which nobody knows, for the vendor has the message in each; and what is on record of them. */
const unknownEnds = [
  { fault: 'acceptThenServerError', reason: /answered 500: it may have taken it/ },
  { fault: 'acceptThenHang', reason: /No answer came in time/ },
  { fault: 'acceptThenGarble', reason: /not what it promises/ },
].map((end, index) => ({ ...end, nth: ['One', 'Two', 'Three'][index] }));

test('one of which nobody knows whether it went out is left to a person where the organisation wants that', async () => {
  for (const { fault, nth } of unknownEnds) await holdBy(await greet(`Bob${nth}`, '01-04', 'ask'), { [fault]: 1 });
  await belfry.setClock('2027-01-04T12:00:00Z');
  for (const { nth, reason } of unknownEnds) {
    expect(await bodies(`bob${nth}@example.com`.toLowerCase())).toEqual([`Hey, Bob${nth} it's your birthday`]);
    expect(await endsOf(`Bob${nth}`)).toEqual(['unknown pending-look-up', 'unknown left-to-person']);
    expect((await outcomesOf(`Bob${nth}`))[0]?.reason).toMatch(reason);
  }
  const letters = (await lettersOf()).map(({ personName }) => personName).toSorted();
  expect(letters).toEqual(['BobOne', 'BobThree', 'BobTwo']);
});

test('and is sent again where it does not, once', async () => {
  for (const { fault, nth } of unknownEnds) await holdBy(await greet(`Cleo${nth}`, '01-06', 'again'), { [fault]: 1 });
  await belfry.setClock('2027-01-06T12:00:00Z');
  for (const { nth } of unknownEnds) {
    const text = `Hey, Cleo${nth} it's your birthday`;
    expect(await bodies(`cleo${nth}@example.com`.toLowerCase())).toEqual([text, text]);
    expect(await endsOf(`Cleo${nth}`)).toEqual(['unknown pending-look-up', 'unknown sent-again', 'accepted']);
  }
});

test('a 200 that says that it was not taken is none: it is tried again, and in the end a person is asked', async () => {
  const [once, always] = [await greet('Conny', '01-07', 'again'), await greet('Cora', '01-07', 'again')];
  await holdBy(once, { refuseInBody: 1 });
  await holdBy(always, { refuseInBody: 100 });
  await belfry.setClock('2027-01-07T12:00:00Z');
  expect([await bodies(once), await bodies(always)]).toEqual([["Hey, Conny it's your birthday"], []]);
  const failed = 'failed vendor.not-taken';
  expect(await endsOf('Conny')).toEqual([failed, 'accepted']);
  expect(await endsOf('Cora')).toEqual([failed, failed, failed, failed]);
  const letters = (await lettersOf()).filter(({ code }) => code === 'vendor.not-taken');
  expect(letters).toMatchObject([{ personName: 'Cora' }]);
});

test('a 429 is waited out, and the greeting comes', async () => {
  const email = await greet('Dora', '01-08', 'again');
  await holdBy(email, { tooManyRequests: 1, retryAfterSeconds: 30 });
  await belfry.setClock('2027-01-08T09:00:00Z');
  expect(await bodies(email)).toEqual([]);
  await holdBy(email, {});
  await belfry.setClock('2027-01-08T09:10:00Z');
  expect(await bodies(email)).toEqual(["Hey, Dora it's your birthday"]);
});

test('one that the vendor has kept waiting is late, for what counts is when it was taken', async () => {
  const email = await greet('Dina', '01-09', 'again');
  await holdBy(email, { tooManyRequests: 1, retryAfterSeconds: 600 });
  await belfry.setClock('2027-01-09T09:00:00Z');
  await holdBy(email, {});
  await belfry.setClock('2027-01-09T10:00:00Z');
  expect(await bodies(email)).toEqual(["Hey, Dina it's your birthday"]);
  expect(await totalOf('2027-01-09')).toMatchObject({ gone: 1, late: 1, failed: 0, missed: 0 });
});

test('an address that it does not take is final, and nobody is called again', async () => {
  const email = await greet('Eve', '01-10', 'again');
  await holdBy(email, { refuse: 1 });
  await belfry.setClock('2027-01-10T12:00:00Z');
  expect(await bodies(email)).toEqual([]);
  expect((await lettersOf()).filter(({ personName }) => personName === 'Eve')).toMatchObject([
    { code: 'vendor.http-400' },
  ]);
  expect(await totalOf('2027-01-10')).toMatchObject({ gone: 1, late: 0, failed: 1 });
});

test('a 503 that says when to come again holds everybody, and nobody is called before', async () => {
  const [first, second] = [
    await greet('Finn', '01-11', 'again', '06:00'),
    await greet('Gina', '01-11', 'again', '06:05'),
  ];
  await holdBy(first, { serverError: 1, retryAfterSeconds: 600 });
  await belfry.setClock('2027-01-11T06:09:59Z');
  expect([await bodies(first), await bodies(second)]).toEqual([[], []]);
  expect(await endsOf('Finn')).toEqual(['failed vendor.http-503']);
  await belfry.setClock('2027-01-11T06:12:00Z');
  expect(await bodies(first)).toEqual(["Hey, Finn it's your birthday"]);
  expect(await bodies(second)).toEqual(["Hey, Gina it's your birthday"]);
  expect(await endsOf('Finn')).toEqual(['failed vendor.http-503', 'accepted']);
  expect(await endsOf('Gina')).toEqual(['failed channel.held-back', 'accepted']);
});

test('one for somebody without an address is among the dead letters, and replayed it goes to the address they have by then', async () => {
  const { id } = await belfry.must<{ id: string }>('POST', '/v1/people', {
    ...{ name: 'Fay', timeZone: 'Europe/London', birthDate: '1990-01-12' },
  });
  await belfry.setClock('2027-01-12T10:00:00Z');
  const code = 'contact.unreachable';
  expect((await lettersOf()).filter(({ personName }) => personName === 'Fay')).toMatchObject([{ code }]);
  expect(await totalOf('2027-01-12')).toMatchObject({ gone: 1, failed: 1 });
  const email = 'fay@example.com';
  await belfry.must('PATCH', `/v1/people/${id}`, { contactPoints: [{ channel: 'email', address: email }] });
  expect(await belfry.must('POST', `/v1/dead-letters/replay?code=${code}`)).toMatchObject({ resolved: 1 });
  await belfry.setClock('2027-01-12T10:01:00Z');
  expect(await bodies(email)).toEqual(["Hey, Fay it's your birthday"]);
  expect((await lettersOf()).filter(({ personName }) => personName === 'Fay')).toEqual([]);
  // Who has had it by a replay is not greeted again as somebody new.
  await belfry.must('DELETE', `/v1/people/${id}`);
  const again = await addPerson(belfry, { name: 'Fay', email });
  await belfry.must('PATCH', `/v1/people/${again.id}`, { birthDate: '1990-01-12' });
  await belfry.setClock('2027-01-12T11:00:00Z');
  expect(await bodies(email)).toHaveLength(1);
});

test('what was missed, failed, of an unknown end, and taken late is counted as that, once each, by what alerts look at', async () => {
  const deadBefore = (await lettersOf()).length;
  await belfry.setClock('2027-01-20T05:00:00Z');
  await greet('Hugo', '01-20', 'ask', '06:00');
  const [late, failed, unknown] = [
    await greet('Iris', '01-20', 'ask', '07:30'),
    await greet('Jon', '01-20', 'ask', '10:00'),
    await greet('Kim', '01-20', 'ask', '10:00'),
  ];
  await belfry.must('PUT', '/v1/greetings/settings', { onUnknown: 'ask', lateLimit: 'PT2H' });
  await holdBy(failed, { refuse: 1 });
  await holdBy(unknown, { acceptThenServerError: 1 });
  // A process begins to count at its start.
  await sleepUntil(belfry, '2027-01-20T09:00:00Z');
  await belfry.setClock('2027-01-20T12:00:00Z');
  expect((await belfry.messages(`?to=${late}`)).map(({ at }) => at)).toEqual([expect.stringMatching(/T09:00:00/)]);

  const text = await (await fetch(`${belfry.base}/metrics`)).text();
  const counted = (name: string) =>
    Object.fromEntries(
      [...text.matchAll(new RegExp(`^${name}\\{(.*)\\} (\\d+)$`, 'gm'))]
        .filter(([, , count]) => count !== '0')
        .map(([, labels = '', count]) => [labels, Number(count)]),
    );
  expect(counted('belfry_occurrences_due_total')).toEqual({ 'lane="prompt"': 4 });
  expect(counted('belfry_occurrences_missed_total')).toEqual({ 'lane="prompt"': 1 });
  const one = (status: string) => [`channel="email",status="${status}",lane="prompt"`, 1];
  expect(counted('belfry_outcomes_total')).toEqual(Object.fromEntries(['accepted', 'failed', 'unknown'].map(one)));
  const within = (seconds: string) => [`le="${seconds}",channel="email",lane="prompt"`, 1];
  expect(counted('belfry_contact_lateness_seconds_bucket')).toEqual(Object.fromEntries(['86400', '+Inf'].map(within)));
  expect(text).toContain(`belfry_dead_letters_open ${deadBefore + 2}\n`);
});
