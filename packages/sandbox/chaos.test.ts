import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Chaos } from './domain/chaos.ts';
import type { Sandbox } from './sandbox.ts';
import { account, advance, type Fixture, networkFixture, start, twilioClient } from './test/network-fixture.ts';

let network: Fixture;
beforeEach(async () => {
  network = await networkFixture();
});
afterEach(() => network.close());

const ann = '+12025550101';
const bob = '+12025550102';
const send = (sandbox: Sandbox, to = ann, body = 'Take pills') =>
  twilioClient(sandbox, account.authToken, 5_000).messages.create({
    to,
    from: account.phoneNumber,
    body,
    statusCallback: `${network.standIn.url}/status`,
  });
const told = () =>
  network.standIn.received.map(
    ({ fields, isSigned }) => `${isSigned ? '' : '!'}${fields.MessageStatus ?? fields.Body}`,
  );
const goTo = (sandbox: Sandbox, minutes: number) => advance(sandbox, network.clock, start.add({ minutes }));

test.each<[Chaos, number, number | undefined]>([
  [{ tooManyRequests: 1 }, 429, 20429],
  [{ serverError: 1 }, 503, 20503],
  [{ refuse: 1 }, 400, 21408],
  [{ refuseInBody: 1 }, 400, 21408],
])('%o refuses the next text by %i, error %i, and leaves no record', async (chaos, status, code) => {
  const sandbox = await network.open();
  await sandbox.configure(ann, { chaos });
  await expect(send(sandbox)).rejects.toMatchObject({ status, code });
  expect(await sandbox.listMessages()).toEqual([]);
  await send(sandbox);
  expect(await sandbox.listMessages()).toMatchObject([{ faults: [] }]);
  expect(network.errors).toEqual([]);
});

test('a 429 says how long to wait', async () => {
  const sandbox = await network.open();
  await sandbox.setChaos({ chaos: { tooManyRequests: 1, retryAfterSeconds: 7 } });
  const url = `${sandbox.twilioBaseUrl}/2010-04-01/Accounts/${account.accountSid}/Messages.json`;
  const authorization = `Basic ${Buffer.from(`${account.accountSid}:${account.authToken}`).toString('base64')}`;
  const body = new URLSearchParams({ To: ann, From: account.phoneNumber, Body: 'Take pills' });
  const response = await fetch(url, { method: 'POST', headers: { authorization }, body });
  expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7']);
});

test('a connection is reset before the text is taken, or after', async () => {
  const sandbox = await network.open();
  await sandbox.configure(ann, { chaos: { reset: 1 } });
  await expect(send(sandbox)).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(await sandbox.listMessages()).toEqual([]);
  await sandbox.configure(ann, { chaos: { acceptThenReset: 1 } });
  await expect(send(sandbox)).rejects.toMatchObject({ code: 'ECONNRESET' });
  for (const fault of ['acceptThenServerError', 'acceptThenGarble']) {
    await sandbox.configure(ann, { chaos: { [fault]: 1 } });
    await expect(send(sandbox)).rejects.toMatchObject({ status: 500, code: 20500 });
  }
  await goTo(sandbox, 1);
  expect(await sandbox.listMessages()).toMatchObject(Array(3).fill({ status: 'delivered' }));
  // In order of each; those of several texts may fall together.
  const byText = Map.groupBy(network.standIn.received, ({ fields }) => fields.MessageSid);
  const each = [...byText.values()].map((callbacks) => callbacks.map(({ fields }) => fields.MessageStatus));
  expect(each).toEqual(Array(3).fill(['sent', 'delivered']));
});

test.each<[Chaos, string[]]>([
  [{ duplicateCallbacks: 1 }, ['sent', 'sent', 'delivered', 'delivered']],
  [{ reorderCallbacks: 1 }, ['delivered', 'sent']],
  [{ dropCallbacks: 1 }, []],
  [{ forgeCallbacks: 1 }, ['!failed', 'sent', '!failed', 'delivered']],
])('%o makes the network tell %j', async (chaos, expected) => {
  const sandbox = await network.open();
  await sandbox.configure(ann, { chaos });
  network.standIn.answerWith(({ isSigned }) => ({ status: isSigned ? 200 : 403 }));
  await send(sandbox);
  await goTo(sandbox, 1);
  expect(told()).toEqual(expected);
  expect(await sandbox.listMessages()).toMatchObject([{ status: 'delivered', faults: Object.keys(chaos) }]);
  expect(network.errors).toEqual([]);
});

test('delayed callbacks come late by the Clock, in order', async () => {
  const sandbox = await network.open({ delays: { toSentMs: 0, toDeliveredMs: 60_000 } });
  await sandbox.configure(ann, { chaos: { delayCallbacks: 1, callbackDelay: 'PT10M' } });
  await send(sandbox);
  await goTo(sandbox, 9);
  expect(await sandbox.listMessages()).toMatchObject([{ status: 'delivered' }]);
  expect(told()).toEqual([]);
  await goTo(sandbox, 10);
  expect(told()).toEqual(['sent']);
  await goTo(sandbox, 11);
  expect(told()).toEqual(['sent', 'delivered']);
});

test('a forged webhook that is believed is reported', async () => {
  const sandbox = await network.open();
  await sandbox.configure(ann, { chaos: { forgeCallbacks: 1 } });
  await send(sandbox);
  await goTo(sandbox, 1);
  await expect
    .poll(() => network.errors)
    .toMatchObject([{ code: 'sandbox.forgery-accepted' }, { code: 'sandbox.forgery-accepted' }]);
});

test('what a person sends may come twice or late, and is answered once', async () => {
  const sandbox = await network.open();
  network.standIn.answerWith(() => ({ body: '<Response><Message>Noted</Message></Response>' }));
  await sandbox.configure(ann, { chaos: { duplicateCallbacks: 1, delayCallbacks: 1, callbackDelay: 'PT1M' } });
  await sandbox.reply(ann, 'done');
  await goTo(sandbox, 0);
  expect(told()).toEqual([]);
  await goTo(sandbox, 1);
  expect(told()).toEqual(['done', 'done']);
  expect((await sandbox.listMessages()).map(({ body }) => body)).toEqual(['Noted']);
});

test('the network’s chaos is for all whose handset says nothing else, and can be taken back', async () => {
  const sandbox = await network.open();
  expect(await sandbox.readChaos()).toEqual({ simulated: true, seed: 'belfry', chaos: {} });
  await sandbox.setChaos({ chaos: { refuse: 2 } });
  await sandbox.configure(bob, { chaos: { refuse: 0 } });
  await send(sandbox, bob);
  await expect(send(sandbox)).rejects.toMatchObject({ code: 21408 });
  expect(await sandbox.readChaos()).toMatchObject({ chaos: { refuse: 1 } });
  await sandbox.configure(bob, { chaos: { slow: 1 } });
  expect(await sandbox.resetChaos()).toEqual({ simulated: true, seed: 'belfry', chaos: {} });
  expect(await sandbox.listHandsets()).toMatchObject([{ chaos: {} }, { chaos: {} }]);
  await send(sandbox);
  await expect(sandbox.setChaos({ chaos: { explode: 1 } })).rejects.toMatchObject({ kind: 'validation' });
});

/** What happened to a sequence of texts: who was refused how, and what the record then says of each. */
async function record(sandboxes: readonly Sandbox[], texts: readonly string[]): Promise<string[]> {
  const outcomes: string[] = [];
  for (const [index, to] of texts.entries()) {
    const sandbox = sandboxes[index % sandboxes.length]!;
    const sent = await send(sandbox, to, String(index)).then(
      () => 'accepted',
      (error: { code: unknown }) => String(error.code),
    );
    outcomes.push(`${index} ${sent}`);
  }
  const messages = await sandboxes[0]!.listMessages();
  return [...outcomes, ...messages.map(({ to, body, faults }) => `${to} ${body} ${faults}`)];
}

test('the same seed and the same messages meet the same faults, whichever process takes them', async () => {
  const chaos = { refuse: 0.3, reset: 0.2, acceptThenReset: 0.2, duplicateCallbacks: 0.5, tooManyRequests: 2 };
  await fc.assert(
    fc.asyncProperty(
      fc.string({ minLength: 1, maxLength: 8 }),
      fc.array(fc.constantFrom(ann, bob), { minLength: 1, maxLength: 12 }),
      async (seed, texts) => {
        const runs: string[][] = [];
        for (const processes of [1, 2]) {
          const mine = await networkFixture();
          const sandboxes: Sandbox[] = [];
          for (let i = 0; i < processes; i++) sandboxes.push(await mine.open());
          await sandboxes[0]!.setChaos({ seed, chaos });
          runs.push(await record(sandboxes, texts));
          await mine.close();
        }
        expect(runs[1]).toEqual(runs[0]);
      },
    ),
    { numRuns: 5 },
  );
}, 60_000);

test('a seed that is set again begins the draws anew; another one has other luck', async () => {
  const sandbox = await network.open();
  const texts = Array.from({ length: 20 }, () => ann);
  const outcomes = async (seed: string) => {
    await sandbox.setChaos({ seed, chaos: { refuse: 0.5 } });
    return (await record([sandbox], texts)).slice(0, texts.length);
  };
  const first = await outcomes('one');
  expect(await outcomes('one')).toEqual(first);
  expect(await outcomes('two')).not.toEqual(first);
});
