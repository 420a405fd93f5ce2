import { lookup } from 'node:dns/promises';
import { expect, test } from 'vitest';
import { startScriptedNameServer } from '../test/scripted-name-server.ts';
import { resolveByDns } from './resolve-by-dns.ts';

const six = [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];

test('a name is all its addresses, of both families', async () => {
  await using server = await startScriptedNameServer({
    'both.example': { four: '203.0.113.9', six },
    'four.example': { four: '203.0.113.9' },
    'six.example': { six },
  });
  const resolve = resolveByDns([server.address]);
  const [four, aaaa] = [
    { address: '203.0.113.9', family: 4 },
    { address: '2001:db8::1', family: 6 },
  ];
  expect(await resolve('both.example')).toEqual([four, aaaa]);
  expect(await resolve('four.example')).toEqual([four]);
  expect(await resolve('six.example')).toEqual([aaaa]);
  await expect(resolve('nobody.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
});

test('names whose servers are silent keep nobody else from looking one up', async () => {
  await using server = await startScriptedNameServer({ 'quick.example': { four: '203.0.113.9' } });
  const resolve = resolveByDns([server.address]);
  let ended = 0;
  const silent = Array.from({ length: 64 }, (_, i) =>
    resolve(`silent-${i}.example`).catch((error: unknown) => {
      ended += 1;
      return error;
    }),
  );
  // The system's own, in the worker threads, as Twilio and the mail server are looked up.
  await lookup('localhost');
  expect(await resolve('quick.example')).toHaveLength(1);
  expect(ended).toBe(0);
  for (const error of await Promise.all(silent)) expect(error).toMatchObject({ code: 'ETIMEOUT' });
});
