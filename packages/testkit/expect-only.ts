import { afterEach } from 'vitest';
import type { ApiClient } from './api-client.ts';
import { compareMessages, type ExpectedMessage } from './compare-messages.ts';

/**
 * Makes every test of the file account for each message on each channel. What a test does not expect and what it
 * expects in vain both fail it, after the test's own body. Call it once per file, before the tests; what it returns is
 * called in the tests, once per message.
 *
 *   const expectMessage = expectOnly(() => belfry);
 *   expectMessage({ channel: 'sms', to: '+12025550101', body: 'Take pills', at: '2027-01-15T14:30:00Z' });
 *
 * @param running the program of the test that has just ended; it must still run
 */
export function expectOnly(running: () => Pick<ApiClient, 'messages'>): (message: ExpectedMessage) => void {
  let expected: ExpectedMessage[] = [];
  const seen = new WeakMap<object, number>();
  afterEach(async () => {
    const program = running();
    const all = await program.messages();
    const before = seen.get(program) ?? 0;
    seen.set(program, all.length);
    const due = expected;
    expected = [];
    const difference = compareMessages(due, all.slice(before));
    if (difference) throw new Error(difference);
  });
  return (message) => {
    expected.push(message);
  };
}
