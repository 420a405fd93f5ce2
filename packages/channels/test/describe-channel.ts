import { describe, expect, test } from 'vitest';
import type { Channel } from '../contract.ts';
import { aMessage } from './a-message.ts';

/** What a provider may do with the next message instead of taking it and saying so. */
export type Misbehaviour =
  /** Says no for good. */
  | 'refuse'
  /** Says not now. */
  | 'defer'
  /** Takes it and never answers. */
  | 'hang'
  /** Takes it and cuts the connection instead of answering. */
  | 'cut';

export interface Taken {
  to: string;
  text: string;
}

/** A provider of the tests' own: a real server on a real port. */
export interface ScriptedProvider {
  next(misbehaviour: Misbehaviour): void;
  /** What it has taken, in order. */
  listTaken(): Promise<Taken[]>;
  /** Resolves when it takes the next message, before it answers. */
  nextTaken(): Promise<void>;
  stop(): Promise<void>;
}

export interface ChannelUnderTest extends AsyncDisposable {
  channel: Channel;
  provider: ScriptedProvider;
  /** `known`: what the provider calls it, where that is something else. */
  address: { to: string; known?: string; settings?: unknown };
}

const patient = { timeoutMs: 20_000 };
const impatient = { timeoutMs: 1_000 };
const noSignal = new AbortController().signal;

/** What every adapter owes the engine, over the wire. */
export function describeChannel(
  name: string,
  begin: (options: { timeoutMs: number }) => Promise<ChannelUnderTest>,
  can: readonly Misbehaviour[] = ['refuse', 'defer', 'hang', 'cut'],
): void {
  async function start(options: { timeoutMs: number }) {
    const under = await begin(options);
    const { to, known = to, settings = null } = under.address;
    return {
      provider: under.provider,
      send: (text: string, signal = noSignal) => under.channel.send(aMessage({ to, text, settings }), signal),
      took: async () => (await under.provider.listTaken()).map(({ text }) => text),
      known,
      [Symbol.asyncDispose]: () => under[Symbol.asyncDispose](),
    };
  }
  const success = { status: expect.stringMatching(/^(accepted|delivered)$/), providerId: expect.stringMatching(/.+/) };
  const testIf = (misbehaviour: Misbehaviour) => test.runIf(can.includes(misbehaviour));

  describe(`the ${name} channel`, () => {
    test('hands a message over once and knows it by the provider’s id', async () => {
      await using under = await start(patient);
      expect(await under.send('take pills')).toEqual(success);
      expect(await under.provider.listTaken()).toEqual([{ to: under.known, text: 'take pills' }]);
    });

    test('keeps the results of messages sent at the same time apart', async () => {
      await using under = await start(patient);
      const texts = Array.from({ length: 12 }, (_, index) => `message ${index}`);
      const results = await Promise.all(texts.map((text) => under.send(text)));
      for (const result of results) expect(result).toEqual(success);
      expect(new Set(results.map((result) => 'providerId' in result && result.providerId)).size).toBe(12);
      expect((await under.took()).toSorted()).toEqual(texts.toSorted());
    });

    testIf('refuse')('reports a refusal as failed for good, with its code and reason', async () => {
      await using under = await start(patient);
      under.provider.next('refuse');
      expect(await under.send('one')).toEqual({
        status: 'failed',
        retryable: false,
        code: expect.stringMatching(/^[a-z]+\.[a-z0-9-]+$/),
        reason: expect.stringMatching(/.+/),
      });
      expect(await under.took()).toEqual([]);
    });

    testIf('defer')('reports "not now" as failed, to be tried again', async () => {
      await using under = await start(patient);
      under.provider.next('defer');
      expect(await under.send('one')).toMatchObject({ status: 'failed', retryable: true });
      expect(await under.took()).toEqual([]);
    });

    testIf('refuse')('goes on after a refusal', async () => {
      await using under = await start(patient);
      under.provider.next('refuse');
      await under.send('one');
      expect(await under.send('two')).toEqual(success);
    });

    test('reports a provider that is not there as failed, to be tried again', async () => {
      await using under = await start(patient);
      await under.provider.stop();
      expect(await under.send('one')).toMatchObject({
        status: 'failed',
        retryable: true,
        code: 'channel.not-reached',
      });
    });

    testIf('hang')('says unknown when a message was taken and no answer came in time', async () => {
      await using under = await start(impatient);
      under.provider.next('hang');
      expect(await under.send('one')).toEqual({ status: 'unknown', reason: expect.stringContaining('in time') });
      expect(await under.took()).toEqual(['one']);
    });

    testIf('hang')('takes a signal that times out for a time-out, and not for a withdrawal', async () => {
      await using under = await start(patient);
      under.provider.next('hang');
      const result = await under.send('one', AbortSignal.timeout(1_000));
      expect(result).toEqual({ status: 'unknown', reason: expect.stringContaining('in time') });
    });

    testIf('cut')(
      'says unknown when the connection is lost after a message was taken, and does not repeat it',
      async () => {
        await using under = await start(patient);
        await under.send('a first one, so that the connection is a used one');
        under.provider.next('cut');
        expect(await under.send('one')).toMatchObject({ status: 'unknown' });
        expect(await under.send('two')).toEqual(success);
        expect((await under.took()).slice(1)).toEqual(['one', 'two']);
      },
    );

    test('sends nothing that was withdrawn beforehand', async () => {
      await using under = await start(patient);
      const result = await under.send('one', AbortSignal.abort());
      expect(result).toMatchObject({ status: 'failed', retryable: true, code: 'channel.withdrawn' });
      expect(await under.send('two')).toEqual(success);
      expect(await under.took()).toEqual(['two']);
    });

    testIf('hang')('says unknown, and at once, when a message is withdrawn that the provider already has', async () => {
      await using under = await start(patient);
      under.provider.next('hang');
      const withdrawal = new AbortController();
      const taken = under.provider.nextTaken();
      const sending = under.send('one', withdrawal.signal);
      await taken;
      withdrawal.abort();
      expect(await sending).toEqual({ status: 'unknown', reason: expect.stringContaining('withdrawn') });
    });

    test('never rejects, whatever it is given', async () => {
      await using under = await begin(patient);
      for (const to of ['', 'nobody', 'https://', '\u0000']) {
        const result = await under.channel.send(aMessage({ to, settings: { auth: 7 } }), AbortSignal.timeout(2_000));
        expect(['accepted', 'delivered', 'failed', 'unknown']).toContain(result.status);
      }
    });
  });
}
