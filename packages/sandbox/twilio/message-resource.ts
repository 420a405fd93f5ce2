import { countSegments } from '../domain/sms-segments.ts';
import type { MessageRow } from '../store/schema.ts';

const DIRECTIONS = { outbound: 'outbound-api', answer: 'outbound-reply', inbound: 'inbound' } as const;

/** A message as Twilio's REST API shows it. Nothing costs anything here, so `price` stays null. */
export function messageResource(row: MessageRow, accountSid: string) {
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${row.providerId}`;
  return {
    sid: row.providerId,
    account_sid: accountSid,
    api_version: '2010-04-01',
    messaging_service_sid: row.messagingServiceSid,
    direction: DIRECTIONS[row.direction],
    from: row.status === 'accepted' ? null : row.from,
    to: row.to,
    body: row.body,
    num_segments: String(countSegments(row.body)),
    num_media: '0',
    status: row.status,
    error_code: row.errorCode,
    error_message: null,
    price: null,
    price_unit: 'USD',
    date_created: rfc2822(row.at),
    date_sent: row.sentAt && rfc2822(row.sentAt),
    date_updated: rfc2822(row.updatedAt),
    uri: `${uri}.json`,
    subresource_uris: { media: `${uri}/Media.json` },
    simulated: true,
  };
}

/** `Fri, 15 Jan 2027 14:30:00 +0000`: Twilio's times end at the second. */
function rfc2822(instant: Temporal.Instant): string {
  return new Date(instant.epochMilliseconds).toUTCString().replace('GMT', '+0000');
}
