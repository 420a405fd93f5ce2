import { describe, expect, test } from 'vitest';
import { createChannels } from './module.ts';
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

  test('can be asked for what became of a message only where the provider can', () => {
    const { channels } = createChannels({ mode: 'live', twilio: account, smtp, timeoutMs });
    expect(channels.get('sms')?.lookUp).toBeTypeOf('function');
    expect(channels.get('email')?.lookUp).toBeUndefined();
  });
});
