import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isUnseen, lowestUnseen, unseenBy, unseenByAny, unseenFrom } from './unseen.ts';

test('a snapshot names those under way, and the first that has not begun', () => {
  expect(unseenBy('10:20:10,14')).toEqual({ underWay: [10n, 14n], from: 20n });
  expect(unseenBy('20:20:')).toEqual(unseenFrom(20n));
});

const unseen = fc.record({ underWay: fc.array(fc.bigInt(0n, 30n)), from: fc.bigInt(0n, 30n) });

test('what any of several has not seen is just that, and nothing before the lowest of it', () => {
  fc.assert(
    fc.property(fc.array(unseen, { minLength: 1 }), (all) => {
      const any = unseenByAny(all);
      for (let xid = 0n; xid < 32n; xid++) {
        expect(isUnseen(any, xid)).toBe(all.some((one) => isUnseen(one, xid)));
        if (xid < lowestUnseen(any)) expect(isUnseen(any, xid)).toBe(false);
      }
      expect(isUnseen(any, lowestUnseen(any))).toBe(true);
    }),
  );
});
