import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePort, freePorts } from './free-ports.ts';

test('ports are free, each another, and none that a connection which goes out may be given', async () => {
  const ports = await freePorts(40);
  expect(new Set(ports).size).toBe(40);
  expect(Math.max(...ports)).toBeLessThan(32_768);
  await using listener = createServer().listen(ports[0], '127.0.0.1');
  await new Promise((resolve) => listener.once('listening', resolve));
  expect(listener.listening).toBe(true);
});

test('an address that is not of this machine is an error, not another port', async () => {
  await expect(freePort('192.0.2.1')).rejects.toThrow('EADDRNOTAVAIL');
});
