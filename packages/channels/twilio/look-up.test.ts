import { describe, expect, test } from 'vitest';
import { findCandidates, type ListedMessage } from './look-up.ts';

const from = '+12025550199';
const query = {
  attemptId: '1',
  to: '+12025550101',
  text: 'Take pills',
  notBefore: Temporal.Instant.from('2027-01-15T14:30:00.700Z'),
};

function listed(changes: Partial<ListedMessage> = {}): ListedMessage {
  return {
    sid: 'SM1',
    from,
    to: query.to,
    body: query.text,
    direction: 'outbound-api',
    messagingServiceSid: null,
    status: 'delivered',
    errorCode: null,
    dateCreated: new Date('2027-01-15T14:30:00Z'),
    ...changes,
  };
}

const idsOf = (...messages: ListedMessage[]) =>
  findCandidates(messages, query, { from }).map(({ providerId }) => providerId);

describe('a message that could be the one', () => {
  test('is told with its status and the time Twilio took it', () => {
    expect(findCandidates([listed()], query, { from })).toEqual([
      { providerId: 'SM1', status: 'delivered', failure: null, at: Temporal.Instant.from('2027-01-15T14:30:00Z') },
    ]);
  });

  test('and that went wrong says why, as its callback would have', () => {
    const lost = listed({ status: 'undelivered', errorCode: 30003 });
    expect(findCandidates([lost], query, { from })).toMatchObject([
      { status: 'undelivered', failure: { code: 'sms.unreachable', retryable: true } },
    ]);
  });

  test('has exactly the text, the sender and the recipient', () => {
    const others = [{ body: 'Take pills ' }, { body: 'take pills' }, { from: '+12025550198' }, { to: '+12025550102' }];
    expect(idsOf(...others.map(listed))).toEqual([]);
  });

  test('is one that we sent, not one that came in', () => {
    expect(idsOf(listed({ direction: 'inbound' }), listed({ sid: 'SM2', direction: 'outbound-reply' }))).toEqual([
      'SM2',
    ]);
  });

  test('may be older than the call by the second that Twilio rounds off and by a minute between the clocks', () => {
    const at = (text: string) => listed({ sid: text, dateCreated: new Date(text) });
    expect(idsOf(at('2027-01-15T14:29:00Z'), at('2027-01-15T14:28:59Z'))).toEqual(['2027-01-15T14:29:00Z']);
  });

  test('counts as accepted while its status is a word we do not know', () => {
    expect(findCandidates([listed({ status: 'partially_delivered' })], query, { from })[0]?.status).toBe('accepted');
  });

  test('is recognised behind the words that a trial account puts in front', () => {
    expect(idsOf(listed({ body: 'Sent from your Twilio trial account - Take pills' }))).toEqual(['SM1']);
  });

  test('of a messaging service has any number as its sender', () => {
    const byService = { messagingServiceSid: 'MG1' };
    const messages = [
      listed({ from: '+12025550111', ...byService }),
      listed({ sid: 'SM2', messagingServiceSid: 'MG2' }),
      listed({ sid: 'SM3' }),
    ];
    expect(findCandidates(messages, query, byService).map(({ providerId }) => providerId)).toEqual(['SM1']);
  });

  test('comes in company: all are told, the newest first', () => {
    const older = listed({ sid: 'older' });
    const newer = listed({ sid: 'newer', dateCreated: new Date('2027-01-15T14:30:09Z') });
    expect(idsOf(older, newer)).toEqual(['newer', 'older']);
  });
});
