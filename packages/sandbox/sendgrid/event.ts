import type { ReachableStatus } from '../domain/message-status.ts';
import type { DeliveryRow, MessageRow } from '../store/schema.ts';

/** SendGrid's words for what a message came to, with what goes along with each. */
const eventOf: Readonly<Partial<Record<ReachableStatus, Record<string, string>>>> = {
  sent: { event: 'processed' },
  delivered: { event: 'delivered', response: '250 2.0.0 taken by the sandbox' },
  undelivered: { event: 'bounce', type: 'bounce', status: '5.2.2', reason: '552 5.2.2 the mailbox takes nothing' },
  failed: { event: 'dropped', reason: 'The sandbox will have it so.' },
};

/** An event as SendGrid's webhook tells it, with the message's own arguments beside its fields. */
export function composeEvent(message: MessageRow, delivery: DeliveryRow): Record<string, unknown> {
  const customArgs = JSON.parse(message.payload ?? '{}') as Record<string, string>;
  return {
    ...customArgs,
    email: message.to,
    timestamp: Math.floor(delivery.dueAt.epochMilliseconds / 1000),
    'smtp-id': message.headers?.['message-id'] ?? `<${message.providerId}@sandbox.example>`,
    sg_event_id: `event-${delivery.id}`,
    sg_message_id: `${message.providerId}.sandbox-0`,
    ...(delivery.status ? eventOf[delivery.status] : {}),
  };
}
