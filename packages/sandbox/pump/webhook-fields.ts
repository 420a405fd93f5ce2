import { countSegments } from '../domain/sms-segments.ts';
import type { Network } from '../network.ts';
import type { DueWebhook } from '../store/claim-webhooks.ts';

const API_VERSION = '2010-04-01';

/** Where a webhook goes and what it says, in the fields that Twilio sends. */
export function composeWebhook(due: DueWebhook, network: Pick<Network, 'twilio' | 'inboundUrl'>) {
  const { message, delivery } = due;
  const { accountSid, authToken } = network.twilio;
  const common = {
    MessageSid: message.providerId,
    SmsSid: message.providerId,
    AccountSid: accountSid,
    ApiVersion: API_VERSION,
    From: message.from,
    To: message.to,
  };
  if (delivery.kind === 'inbound-webhook') {
    const fields = {
      ...common,
      SmsMessageSid: message.providerId,
      SmsStatus: 'received',
      Body: message.body,
      NumMedia: '0',
      NumSegments: String(countSegments(message.body)),
    };
    return { url: network.inboundUrl, fields, authToken };
  }
  const status = delivery.status ?? '';
  const error = message.errorCode === null ? {} : { ErrorCode: String(message.errorCode) };
  const fields = { ...common, MessageStatus: status, SmsStatus: status, ...error };
  return { url: message.statusCallbackUrl ?? '', fields, authToken };
}
