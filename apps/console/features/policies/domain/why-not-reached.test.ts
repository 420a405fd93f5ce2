import type { Simulation } from '@belfry/sdk';
import { expect, test } from 'vitest';
import { whyNotReached } from './why-not-reached.ts';

type Contact = Simulation['turns'][number]['contacts'][number];

const clocks = { at: '2027-01-15T14:00:00Z', local: '2027-01-15T14:00:00+00:00', timeZone: 'UTC' };
const contact = (personId: string, status: Contact['status'], reason: string | null): Contact => ({
  ...clocks,
  ...{
    personId,
    personName: personId,
    channel: 'sms',
    address: null,
    status,
    code: null,
    reason,
    until: null,
    text: '',
  },
});
const turn = (...contacts: Contact[]) => ({
  ...clocks,
  kind: 'step' as const,
  step: 1,
  repeat: 0,
  reason: null,
  contacts,
});

test('only this person’s own lost contacts count, and each reason once', () => {
  const turns = [
    turn(contact('ann', 'unreachable', 'No SMS.'), contact('bob', 'unreachable', 'Bob is gone.')),
    turn(contact('ann', 'unreachable', 'No SMS.'), contact('ann', 'suppressed', 'Ann said STOP.')),
    turn(contact('ann', 'planned', null), contact('ann', 'held-back', 'Quiet hours.')),
  ];
  expect(whyNotReached({ turns }, 'ann')).toEqual(['No SMS.', 'Ann said STOP.']);
  expect(whyNotReached({ turns }, 'cleo')).toEqual([]);
});
