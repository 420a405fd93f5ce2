import { countSegments } from '../domain/sms-segments.ts';
import type { Network } from '../network.ts';
import type { DueCall } from '../store/claim-calls.ts';

const API_VERSION = '2010-04-01';

/** Where a webhook goes and what it says, in the fields that Twilio sends. */
export function composeWebhook(due: DueCall, network: Pick<Network, 'twilio' | 'inboundUrl'>) {
  const { message, delivery } = due;
  const { accountSid, authToken } = network.twilio;
  const common = {
    MessageSid: message.providerId,
    SmsSid: message.providerId,
    AccountSid: accountSid,
    ApiVersion: API_VERSION,
    From: message.from,
    To: message.to,
    ...(message.messagingServiceSid === null ? {} : { MessagingServiceSid: message.messagingServiceSid }),
  };
  const signer = { authToken, isForged: delivery.isForged };
  if (delivery.kind === 'inbound-webhook') {
    const fields = {
      ...common,
      SmsMessageSid: message.providerId,
      SmsStatus: 'received',
      Body: message.body,
      NumMedia: '0',
      NumSegments: String(countSegments(message.body)),
      ...(message.optOutType === null ? {} : { OptOutType: message.optOutType }),
    };
    return { url: network.inboundUrl, fields, ...signer };
  }
  const status = delivery.status ?? '';
  const error = delivery.errorCode === null ? {} : { ErrorCode: String(delivery.errorCode) };
  const fields = { ...common, MessageStatus: status, SmsStatus: status, ...error };
  return { url: message.statusCallbackUrl ?? '', fields, ...signer };
}
