import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Chaos, faults } from './chaos.ts';
import { drawFaults } from './draw-faults.ts';

const usual = { seed: 's', address: '+12025550101', ordinal: 1, own: {}, network: {}, of: 'call', hasCallbacks: true };
const draw = (change: Partial<Parameters<typeof drawFaults>[0]>) => drawFaults({ ...usual, of: 'call', ...change });

const rate = fc.oneof(
  fc.nat({ max: 3 }),
  fc.double({ min: 0, max: 0.999, noNaN: true }),
  fc.record({ probability: fc.constantFrom(0, 0.5, 1) }),
);
const chaos = fc.dictionary(fc.constantFrom(...faults), rate) as fc.Arbitrary<Chaos>;

test('nothing goes wrong by itself', () => {
  expect(draw({})).toMatchObject({ struck: { faults: [] }, refusal: null, lostAnswer: null, slowMs: 0 });
});

test('the same draw has the same result, and uses up no more than what struck', () => {
  fc.assert(
    fc.property(chaos, chaos, fc.string(), fc.nat(), fc.boolean(), (own, network, seed, ordinal, hasCallbacks) => {
      const input = { own, network, seed, ordinal, hasCallbacks };
      const drawn = draw(structuredClone(input));
      expect(draw(input)).toEqual(drawn);
      for (const fault of faults) {
        const before = own[fault] ?? network[fault];
        const after = own[fault] === undefined ? drawn.network[fault] : drawn.own[fault];
        const isCount = typeof before === 'number' && before >= 1;
        expect(after).toEqual(isCount && drawn.struck.faults.includes(fault) ? before - 1 : before);
      }
    }),
  );
});

test('a call is refused in one way and its answer lost in one way at the most, never both', () => {
  fc.assert(
    fc.property(chaos, fc.nat(), (own, ordinal) => {
      const { refusal, lostAnswer, struck } = draw({ own, ordinal });
      expect(struck.faults.filter((fault) => fault === refusal || fault === lostAnswer).length).toBeLessThanOrEqual(1);
      if (refusal) expect(struck.faults.filter((fault) => fault.endsWith('Callbacks'))).toEqual([]);
    }),
  );
});

test('a probability is met as often as it says, and each address and seed has its own luck', () => {
  const own = { refuse: 0.25 };
  const struck = (change: { seed?: string; address?: string }) =>
    Array.from({ length: 4000 }, (_, ordinal) => draw({ own, ordinal, ...change }).refusal !== null);
  const here = struck({});
  expect(here.filter(Boolean).length / 4000).toBeCloseTo(0.25, 1);
  expect(struck({ seed: 't' })).not.toEqual(here);
  expect(struck({ address: '+12025550102' })).not.toEqual(here);
});

test('the handset stands before the network, fault by fault', () => {
  const network = { refuse: 1, slow: 1, slowMs: 9 };
  const drawn = draw({ own: { refuse: 0 }, network });
  expect(drawn).toMatchObject({ refusal: null, slowMs: 9, network: { refuse: 1, slow: 0 } });
});

test('a reply suffers on its way to Belfry alone', () => {
  const own = Object.fromEntries(faults.map((fault) => [fault, 1])) as Chaos;
  expect(draw({ own, of: 'reply' }).struck.faults).toEqual(['dropCallbacks']);
  const { dropCallbacks: _, ...others } = own;
  expect(draw({ own: others, of: 'reply' }).struck).toEqual({
    faults: ['duplicateCallbacks', 'delayCallbacks', 'forgeCallbacks'],
    callbackDelay: 'PT5M',
  });
});
