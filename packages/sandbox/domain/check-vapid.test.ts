import { expect, test } from 'vitest';
import { checkVapid } from './check-vapid.ts';

/** RFC 8292, 2.4. */
const t =
  'eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE0NTM1MjM3NjgsInN1YiI6Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0.i3CYb7t4xfxCDquptFOepC9GAu_HLGkMlMuCGSK2rpiUfnK9ojFwDXb1JrErtmysazNjjvW2L9OkSSHzvoD1oA';
const k = 'BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs';
const published = {
  header: `vapid t=${t}, k=${k}`,
  endpoint: 'https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV',
  applicationServerKey: null,
  nowMs: (1453523768 - 60) * 1000,
};

test('the published example is believed, its parameters in any order', () => {
  const believed = { ok: true, subject: 'mailto:push@example.com', publicKey: k };
  expect(checkVapid(published)).toEqual(believed);
  expect(checkVapid({ ...published, header: `VAPID k=${k},t=${t}` })).toEqual(believed);
  expect(checkVapid({ ...published, applicationServerKey: k })).toEqual(believed);
});

const other = 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4';
test.each([
  ['without a header', { header: undefined }, 401],
  ['of another scheme', { header: `Bearer ${t}` }, 401],
  ['by another key', { header: `vapid t=${t}, k=${other}` }, 401],
  ['whose key is no point', { header: `vapid t=${t}, k=AAAA` }, 401],
  ['that was changed', { header: `vapid t=${t.replace('.eyJh', '.eyJi')}, k=${k}` }, 401],
  ['for another push service', { endpoint: 'https://push.example.org/1' }, 401],
  ['that has expired', { nowMs: 1453523768 * 1000 }, 401],
  ['that lives too long', { nowMs: (1453523768 - 24 * 3600 - 1) * 1000 }, 401],
  ['for a subscription of another key', { applicationServerKey: other }, 403],
])('a request %s is refused', (_, change, status) => {
  expect(checkVapid({ ...published, ...change })).toMatchObject({ ok: false, status });
});
