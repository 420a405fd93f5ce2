import { describe, expect, test } from 'vitest';
import { isAsItShould, toldOf } from './told-of.ts';

const [text, email, neighbour] = ['sms +12025550101', 'email ann@example.com', 'sms +12025550102'];
const all = [text, email, neighbour, text];

test('whom nobody has answered for is told all there is, in whatever order', () => {
  expect(isAsItShould('never answers', [email, text, text, neighbour], all)).toBe(true);
  expect(isAsItShould('never answers', [text, email, neighbour], all)).toBe(false);
  expect(isAsItShould('never answers', [...all, neighbour], all)).toBe(false);
  expect(isAsItShould('told', [], [text])).toBe(false);
});

test('whoever answers is told no more than that, and never that nobody has answered', () => {
  expect(isAsItShould('answers by API', [], all)).toBe(true);
  expect(isAsItShould('answers by link', [text, email], all)).toBe(true);
  expect(isAsItShould('answers by text', [text, text], all)).toBe(false);
  expect(isAsItShould('answers by text', ['sms +12025550103'], all)).toBe(false);
});

describe('what came by another channel', () => {
  const tryOf = (channel: string, address: string, at: number, status: string) => {
    const ends = [{ status, code: null, atMs: at }];
    return { attempt: `2027-06-01 1 ${at}.0`, messageId: 'notice', channel, address, claimedAtMs: at, ends };
  };
  const emails = [{ channel: 'email', to: 'ann@example.com', attempt: null, messageId: 'notice' }];
  const byEmail = tryOf('email', 'ann@example.com', 2, 'accepted');

  test('counts as come by the one that failed before it', () => {
    expect(toldOf(emails, [byEmail, tryOf('sms', '+12025550101', 1, 'failed')])).toEqual([text]);
  });

  test('counts as what it is where nothing failed', () => {
    expect(toldOf(emails, [byEmail])).toEqual([email]);
    expect(toldOf(emails, [byEmail, tryOf('sms', '+12025550101', 1, 'accepted')])).toEqual([email]);
  });

  test('counts twice where it came by both', () => {
    const texts = [{ channel: 'sms', to: '+12025550101', attempt: '2027-06-01 1 1.0', messageId: null }];
    expect(toldOf([...texts, ...emails], [byEmail, tryOf('sms', '+12025550101', 1, 'failed')])).toEqual([text, text]);
  });
});
