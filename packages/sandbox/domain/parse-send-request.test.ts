import { expect, test } from 'vitest';
import { parseSendRequest } from './parse-send-request.ts';

const own = '+12025550000';
const service = `MG${'0'.repeat(32)}`;
const good = { To: '+12025550101', From: own, Body: 'Take pills' };

test('a messaging service stands in for the sender', () => {
  const { From: _, ...rest } = good;
  const expected = { to: good.To, from: own, body: good.Body, statusCallbackUrl: null, messagingServiceSid: service };
  const sent = (fields: object) => parseSendRequest({ ...fields, MessagingServiceSid: service }, own);
  expect(sent(rest)).toEqual({ ...expected, isSenderChosen: true });
  expect(sent(good)).toEqual({ ...expected, isSenderChosen: false });
});

test.each([
  [21604, { To: undefined }],
  [21211, { To: '12025550101' }],
  [21211, { To: '+0123' }],
  [21603, { From: undefined }],
  [21212, { From: 'Belfry' }],
  [21606, { From: '+12025550001' }],
  [21266, { To: own }],
  [21602, { Body: undefined }],
  [21602, { Body: '' }],
  [21617, { Body: 'a'.repeat(1601) }],
  [21701, { MessagingServiceSid: 'MG1' }],
  [21609, { StatusCallback: '/hooks' }],
  [21609, { StatusCallback: 'ftp://127.0.0.1/' }],
  [20001, { Body: 'a\0b' }],
  [20001, { SendAt: '2027-01-15T14:30:00Z' }],
])('Twilio error %i for %o', (code, change) => {
  const fields = Object.fromEntries(Object.entries({ ...good, ...change }).filter(([, value]) => value !== undefined));
  expect(() => parseSendRequest(fields, own)).toThrow(expect.objectContaining({ code, status: 400 }));
});

test('1600 characters are not too many', () => {
  expect(parseSendRequest({ ...good, Body: 'a'.repeat(1600) }, own).body).toHaveLength(1600);
});
