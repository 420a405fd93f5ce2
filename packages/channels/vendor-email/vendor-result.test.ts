import { expect, test } from 'vitest';
import { readVendorAnswer } from './vendor-result.ts';

const answer = (status: number, body: string, headers: Record<string, string> = {}) =>
  readVendorAnswer({ status, body, headers });

test('only what it promises is a success', () => {
  expect(answer(200, '{"success":true,"messageId":"m1","more":1}')).toEqual({ status: 'accepted', providerId: 'm1' });
});

test.each([
  '',
  '<html>',
  '[]',
  'null',
  '{}',
  '{"success":"yes","messageId":"m1"}',
  '{"success":true}',
  '{"success":true,"messageId":""}',
])('200 with %j is no success, and nobody knows', (body) =>
  expect(answer(200, body)).toMatchObject({ status: 'unknown' }),
);

test('success: false is a failure, to be tried again', () => {
  expect(answer(200, '{"success":false}')).toMatchObject({
    status: 'failed',
    retryable: true,
    code: 'vendor.not-taken',
  });
});

test('400 is final', () => {
  expect(answer(400, '{"success":false}')).toMatchObject({
    status: 'failed',
    retryable: false,
    code: 'vendor.http-400',
  });
});

test.each([429, 503])('%i waits as long as it says', (status) => {
  expect(answer(status, '', { 'retry-after': '7' })).toMatchObject({
    status: 'failed',
    retryable: true,
    retryAfterMs: 7000,
  });
  expect(answer(status, '')).not.toHaveProperty('retryAfterMs');
});

test('503 says that it is out of order; 429, and what nobody can read, do not', () => {
  const outages = [answer(503, ''), answer(429, ''), answer(200, '<html>')].map(
    (result) => 'isOutage' in result && result.isOutage,
  );
  expect(outages).toEqual([true, false, false]);
});

test.each([500, 502, 504])('%i may have taken it', (status) => {
  expect(answer(status, '')).toMatchObject({ status: 'unknown' });
});
