import { newId, type TenantId } from '@belfry/kernel/ids';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attemptPayload, readAttemptPayload } from './attempt-payload.ts';
import type { OccId } from './occurrence-id.ts';

const attempt = { day: '2027-01-15', occId: newId<OccId>(), seq: 3, target: 1, tenantId: newId<TenantId>() };

test('a payload names its attempt again, whichever it is', () => {
  fc.assert(
    fc.property(fc.nat(2_147_483_647), fc.nat(32_767), (seq, target) => {
      const named = { ...attempt, seq, target };
      expect(readAttemptPayload(attemptPayload(named))).toEqual(named);
    }),
  );
});

test.each([
  ['a number that is none', { seq: 'NaN' }],
  ['no number', { seq: '' }],
  ['a negative number', { seq: '-1' }],
  ['a fraction', { target: '0.5' }],
  ['another notation', { target: '1e3' }],
  ['a hexadecimal number', { target: '0x1' }],
  ['spaces', { seq: ' 3' }],
  ['leading zeros', { seq: '03' }],
  ['a number past what a column holds', { target: '32768' }],
  ['a seq past what a column holds', { seq: '2147483648' }],
  ['a date that is none', { day: '2027-02-29' }],
  ['a date that PostgreSQL does not know', { day: '0000-01-01' }],
  ['a date and more', { day: '2027-01-15T00:00' }],
  ['an occurrence that is no UUID', { occId: 'x' }],
  ['a tenant that is no UUID', { tenantId: `${attempt.tenantId} ` }],
])('with %s it is refused', (_, change) => {
  const { day, occId, seq, target, tenantId } = { ...attempt, ...change };
  expect(readAttemptPayload([day, occId, seq, target, tenantId].join('/'))).toBeNull();
});

test('what has too much or too little is refused', () => {
  const payload = attemptPayload(attempt);
  expect(readAttemptPayload(`${payload}/`)).toBeNull();
  expect(readAttemptPayload(payload.slice(0, payload.lastIndexOf('/')))).toBeNull();
  expect(readAttemptPayload('')).toBeNull();
});
