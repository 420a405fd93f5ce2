import { expect, test } from 'vitest';
import { type PushSurroundings, pushStateOf } from './push-state.ts';

const able: PushSurroundings = { isSecure: true, hasPush: true, permission: 'default', endpoint: null };
const endpoint = 'https://push.example.com/1';

test('a browser rings for whoever has its subscription among their addresses', () => {
  const subscribed = { ...able, permission: 'granted', endpoint } as const;
  expect(pushStateOf(subscribed, [endpoint])).toBe('subscribed');
  expect(pushStateOf(subscribed, ['https://push.example.com/2'])).toBe('ready');
  expect(pushStateOf(able, [endpoint])).toBe('ready');
});

test('what stands in the way is named, the first thing first', () => {
  expect(pushStateOf({ ...able, isSecure: false, hasPush: false }, [])).toBe('insecure');
  expect(pushStateOf({ ...able, hasPush: false }, [])).toBe('unsupported');
  expect(pushStateOf({ ...able, permission: 'denied', endpoint }, [endpoint])).toBe('denied');
});
