import type { OutgoingMessage } from '@belfry/channels';
import { newId, type TenantId } from '@belfry/kernel/ids';

/** A message of a tenant to an address, for tests of what lies between the chain and the channels. */
export function aMessageTo(to: string, tenantId: TenantId): OutgoingMessage {
  return {
    attemptId: newId(),
    attemptKey: () => '',
    to,
    subject: null,
    text: 'Take pills',
    messageId: newId(),
    statusCallbackUrl: () => '',
    link: null,
    unsubscribeUrl: null,
    tenantId,
    personId: newId(),
    personName: 'Ann Archer',
    occurrenceId: '',
    settings: null,
    importance: 'medium',
    at: Temporal.Instant.from('2027-01-15T09:00:00Z'),
  };
}
