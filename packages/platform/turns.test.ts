import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

test('so many are at work at once, and whoever waits begins when one of them ends, however it ends', async () => {
  const turns = new Turns(2);
  const begun: number[] = [];
  const gates = Array.from({ length: 4 }, () => Promise.withResolvers<number>());
  const ends = gates.map(({ promise }, n) =>
    turns.take(() => {
      begun.push(n);
      return promise;
    }),
  );
  const settled = Promise.allSettled(ends);
  expect(begun).toEqual([0, 1]);
  gates[1]?.reject(new Error('no connection'));
  await expect(ends[1]).rejects.toThrow('no connection');
  expect(begun).toEqual([0, 1, 2]);
  for (const [n, { resolve }] of gates.entries()) resolve(n);
  expect((await settled).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  expect(await turns.take(async () => 'free again')).toBe('free again');
});
