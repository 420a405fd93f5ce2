import { expect, test } from 'vitest';
import { InGroups } from './in-groups.ts';

/** Groups as they were done, each of which ends when it is told to. */
function gated(most: number) {
  const groups: (readonly number[])[] = [];
  const gates: PromiseWithResolvers<void>[] = [];
  const inGroups = new InGroups<number, string>(async (items) => {
    groups.push(items);
    const gate = Promise.withResolvers<void>();
    gates.push(gate);
    await gate.promise;
    return items.map((item) => `done ${item}`);
  }, most);
  const begun = async (count: number) => {
    while (gates.length < count) await new Promise((resolve) => setImmediate(resolve));
    return gates[count - 1]!;
  };
  return { inGroups, groups, begun };
}

test('what comes while a group is under way makes up the next, and each is told its own result', async () => {
  const { inGroups, groups, begun } = gated(10);
  const early = [1, 2].map((item) => inGroups.add(item));
  const first = await begun(1);
  const late = [3, 4].map((item) => inGroups.add(item));
  expect(inGroups.count()).toBe(4);
  first.resolve();
  expect(await Promise.all(early)).toEqual(['done 1', 'done 2']);
  (await begun(2)).resolve();
  expect(await Promise.all(late)).toEqual(['done 3', 'done 4']);
  expect(groups).toEqual([
    [1, 2],
    [3, 4],
  ]);
  expect(inGroups.count()).toBe(0);
});

test('a group is no larger than it may be', async () => {
  const { inGroups, groups, begun } = gated(2);
  const all = [1, 2, 3].map((item) => inGroups.add(item));
  (await begun(1)).resolve();
  (await begun(2)).resolve();
  await Promise.all(all);
  expect(groups).toEqual([[1, 2], [3]]);
});

test('a group that fails tells all of it, and the next one goes on', async () => {
  const { inGroups, begun } = gated(2);
  const failing = [1, 2].map((item) => inGroups.add(item));
  const next = inGroups.add(3);
  (await begun(1)).reject(new Error('no connection'));
  for (const one of failing) await expect(one).rejects.toThrow('no connection');
  (await begun(2)).resolve();
  expect(await next).toBe('done 3');
});
