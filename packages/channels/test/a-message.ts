import { derivedId, type PersonId, type TenantId } from '@belfry/kernel/ids';
import type { OutgoingMessage } from '../contract.ts';

/** A whole message, of which a test names what matters to it. */
export function aMessage(given: Partial<OutgoingMessage> = {}): OutgoingMessage {
  const text = given.text ?? 'Take your pills';
  return {
    attemptId: `2027-01-15/${text.replaceAll(' ', '-')}/0/0`,
    attemptKey: () => 'key',
    to: '+12025550101',
    subject: 'Belfry',
    text,
    messageId: `${text.replaceAll(' ', '-')}@belfry.example`,
    statusCallbackUrl: () => 'https://belfry.example/hooks/status/key',
    link: null,
    unsubscribeUrl: null,
    tenantId: derivedId<TenantId>('tenant'),
    personId: derivedId<PersonId>('person'),
    personName: 'Ann Archer',
    occurrenceId: 'occ_20270115_1',
    settings: null,
    importance: 'medium',
    at: Temporal.Instant.from('2027-01-15T14:30:00Z'),
    ...given,
  };
}
