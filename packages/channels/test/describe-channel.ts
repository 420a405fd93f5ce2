import { describe, expect, test } from 'vitest';
import type { Channel, OutgoingMessage } from '../contract.ts';

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

/** A provider of the tests' own: a real server on a real port. */
export interface ScriptedProvider {
  next(misbehaviour: Misbehaviour): void;
  /** What it has taken, in order. */
  taken: { to: string; text: string }[];
  /** Resolves when it takes the next message, before it answers. */
  nextTaken(): Promise<void>;
  stop(): Promise<void>;
}

export interface ChannelUnderTest extends AsyncDisposable {
  channel: Channel;
  provider: ScriptedProvider;
}

const patient = { timeoutMs: 20_000 };
const impatient = { timeoutMs: 1_000 };
const noSignal = new AbortController().signal;

/** What every adapter owes the engine, over the wire. */
export function describeChannel(
  name: string,
  to: string,
  start: (options: { timeoutMs: number }) => Promise<ChannelUnderTest>,
): void {
  const message = (text: string): OutgoingMessage => ({
    attemptKey: 'key',
    to,
    subject: 'Belfry',
    text,
    messageId: `${text.replaceAll(' ', '-')}@belfry.example`,
    statusCallbackUrl: 'https://belfry.example/hooks/status/key',
  });

  describe(`the ${name} channel`, () => {
    test('hands a message over once and knows it by the provider’s id', async () => {
      await using under = await start(patient);
      const result = await under.channel.send(message('take pills'), noSignal);
      expect(result).toEqual({ status: 'accepted', providerId: expect.stringMatching(/.+/) });
      expect(under.provider.taken).toEqual([{ to, text: 'take pills' }]);
    });

    test('keeps the results of messages sent at the same time apart', async () => {
      await using under = await start(patient);
      const texts = Array.from({ length: 12 }, (_, index) => `message ${index}`);
      const results = await Promise.all(texts.map((text) => under.channel.send(message(text), noSignal)));
      const ids = results.map((result) => (result.status === 'accepted' ? result.providerId : null));
      expect(new Set(ids).size).toBe(12);
      expect(ids).not.toContain(null);
      expect(under.provider.taken.map(({ text }) => text).sort()).toEqual(texts.toSorted());
    });

    test('reports a refusal as failed for good, with its code and reason', async () => {
      await using under = await start(patient);
      under.provider.next('refuse');
      const result = await under.channel.send(message('one'), noSignal);
      expect(result).toEqual({
        status: 'failed',
        retryable: false,
        code: expect.stringMatching(/^\w+\.\d+$/),
        reason: expect.stringMatching(/not a valid recipient/),
      });
      expect(under.provider.taken).toEqual([]);
    });

    test('reports "not now" as failed, to be tried again', async () => {
      await using under = await start(patient);
      under.provider.next('defer');
      expect(await under.channel.send(message('one'), noSignal)).toMatchObject({ status: 'failed', retryable: true });
      expect(under.provider.taken).toEqual([]);
    });

    test('goes on after a refusal', async () => {
      await using under = await start(patient);
      under.provider.next('refuse');
      await under.channel.send(message('one'), noSignal);
      expect(await under.channel.send(message('two'), noSignal)).toMatchObject({ status: 'accepted' });
    });

    test('reports a provider that is not there as failed, to be tried again', async () => {
      await using under = await start(patient);
      await under.provider.stop();
      expect(await under.channel.send(message('one'), noSignal)).toMatchObject({
        status: 'failed',
        retryable: true,
        code: 'channel.not-reached',
      });
    });

    test('says unknown when a message was taken and no answer came in time', async () => {
      await using under = await start(impatient);
      under.provider.next('hang');
      const result = await under.channel.send(message('one'), noSignal);
      expect(result).toEqual({ status: 'unknown', reason: expect.stringContaining('in time') });
      expect(under.provider.taken).toHaveLength(1);
    });

    test('takes a signal that times out for a time-out, and not for a withdrawal', async () => {
      await using under = await start(patient);
      under.provider.next('hang');
      const result = await under.channel.send(message('one'), AbortSignal.timeout(1_000));
      expect(result).toEqual({ status: 'unknown', reason: expect.stringContaining('in time') });
    });

    test('says unknown when the connection is lost after a message was taken, and does not repeat it', async () => {
      await using under = await start(patient);
      await under.channel.send(message('a first one, so that the connection is a used one'), noSignal);
      under.provider.next('cut');
      expect(await under.channel.send(message('one'), noSignal)).toMatchObject({ status: 'unknown' });
      expect(await under.channel.send(message('two'), noSignal)).toMatchObject({ status: 'accepted' });
      expect(under.provider.taken.map(({ text }) => text).slice(1)).toEqual(['one', 'two']);
    });

    test('sends nothing that was withdrawn beforehand', async () => {
      await using under = await start(patient);
      const result = await under.channel.send(message('one'), AbortSignal.abort());
      expect(result).toMatchObject({ status: 'failed', retryable: true, code: 'channel.withdrawn' });
      expect(await under.channel.send(message('two'), noSignal)).toMatchObject({ status: 'accepted' });
      expect(under.provider.taken).toEqual([{ to, text: 'two' }]);
    });

    test('says unknown, and at once, when a message is withdrawn that the provider already has', async () => {
      await using under = await start(patient);
      under.provider.next('hang');
      const withdrawal = new AbortController();
      const sending = under.channel.send(message('one'), withdrawal.signal);
      await under.provider.nextTaken();
      withdrawal.abort();
      expect(await sending).toEqual({ status: 'unknown', reason: expect.stringContaining('withdrawn') });
    });
  });
}
