import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { createChannels, deriveVapidKeys } from './module.ts';
import { aMessage } from './test/a-message.ts';
import { startScriptedReceiver } from './test/scripted-receiver.ts';
import { account } from './test/start-channels.ts';

const smtp = { url: 'smtp://127.0.0.1:1', from: 'belfry@example.com' };
const timeoutMs = 1000;

describe('the channels there are', () => {
  test('live, are those with an account and no others', async () => {
    const none = createChannels({ mode: 'live', timeoutMs });
    expect([...none.channels.keys()]).toEqual([]);
    expect(none.reachable('sms')).toBe(false);

    const email = createChannels({ mode: 'live', smtp, timeoutMs });
    expect([...email.channels.keys()]).toEqual(['email']);
    expect(email.reachable('email')).toBe(true);
    expect(email.reachable('sms')).toBe(false);
    await email.close();
  });

  test('in the sandbox, never reach the real Twilio', async () => {
    expect(() => createChannels({ mode: 'sandbox', twilio: account, timeoutMs })).toThrow(/base URL of the simulator/);
    const simulated = createChannels({
      mode: 'sandbox',
      twilio: { ...account, baseUrl: 'http://127.0.0.1:1' },
      timeoutMs,
    });
    expect(simulated.reachable('sms')).toBe(true);
    await simulated.close();
  });

  test('in the sandbox, refuse a capture address that is not this machine, and the want of one', () => {
    const vapid = { ...deriveVapidKeys('secret'), subject: 'mailto:a@example.com' };
    for (const captureUrl of [undefined, 'https://capture.example/', 'http://127.0.0.1.example/', 'http://10.0.0.1/']) {
      for (const options of [{ webhook: { secret: 's', captureUrl } }, { push: { vapid, captureUrl } }]) {
        expect(() => createChannels({ mode: 'sandbox', timeoutMs, ...options })).toThrow(/simulator on this machine/);
      }
    }
  });

  test('in the sandbox, call neither webhooks nor push services, whatever their addresses', async () => {
    const receiver = await startScriptedReceiver(() => ({ to: '', text: '' }));
    const captured: string[] = [];
    const capture = createServer((request, response) => {
      captured.push(`${request.method} ${request.headers['x-belfry-original-url']}`);
      response.writeHead(201).end();
    });
    await new Promise<void>((resolve) => capture.listen(0, '127.0.0.1', resolve));
    const captureUrl = `http://127.0.0.1:${(capture.address() as AddressInfo).port}/`;
    const browser = { p256dh: deriveVapidKeys('a browser').publicKey, auth: 'AAAAAAAAAAAAAAAAAAAAAA' };
    const vapid = { ...deriveVapidKeys('secret'), subject: 'mailto:a@example.com' };
    const { channels, close } = createChannels({
      mode: 'sandbox',
      timeoutMs,
      webhook: { secret: 'secret', captureUrl },
      push: { vapid, captureUrl },
    });
    const there = `https://localhost:${receiver.port}/x`;
    const send = (name: 'webhook' | 'push', to: string, settings: unknown = null) =>
      channels.get(name)!.send(aMessage({ to, settings }), AbortSignal.timeout(5000));
    expect(await send('webhook', there)).toMatchObject({ status: 'delivered' });
    expect(await send('push', there, browser)).toMatchObject({ status: 'accepted' });
    expect(await send('webhook', 'http://169.254.169.254/')).toMatchObject({ code: 'webhook.not-https' });
    expect(captured).toEqual([`POST ${there}`, `POST ${there}`]);
    expect(receiver.requests).toEqual([]);
    await close();
    capture.close();
    await receiver.stop();
  });

  test('say nothing that PostgreSQL would refuse, whatever their providers say', async () => {
    const vendor = createServer((_, response) =>
      response.end(JSON.stringify({ success: true, messageId: 'm\0\ud8001' })),
    );
    await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`;
    const { channels, close } = createChannels({ mode: 'live', vendorEmail: { url }, timeoutMs: 20_000 });
    const result = await channels.get('email')!.send(aMessage({ to: 'ann@example.com' }), new AbortController().signal);
    expect(result).toEqual({ status: 'accepted', providerId: 'm\uFFFD\uFFFD1' });
    await close();
    vendor.close();
  });

  test('can be asked for what became of a message only where the provider can', () => {
    const { channels } = createChannels({ mode: 'live', twilio: account, smtp, timeoutMs });
    expect(channels.get('sms')?.lookUp).toBeTypeOf('function');
    expect(channels.get('email')?.lookUp).toBeUndefined();
  });
});
