import { generateKeyPairSync } from 'node:crypto';
import { eventSignature } from '../domain/event-signature.ts';
import { countSegments } from '../domain/sms-segments.ts';
import { twilioSignature } from '../domain/twilio-signature.ts';
import type { Network } from '../network.ts';
import { composeEvent } from '../sendgrid/event.ts';
import type { DueCall } from '../store/claim-calls.ts';

const API_VERSION = '2010-04-01';

export interface WebhookRequest {
  url: string;
  headers: Record<string, string>;
  body: string | URLSearchParams;
}

/** Where a webhook goes and what it says, signed as its vendor does; a forged one by somebody who does not know the key. */
export function composeWebhook(
  due: DueCall,
  network: Pick<Network, 'twilio' | 'sendgrid' | 'inboundUrl'>,
): WebhookRequest {
  return due.message.channel === 'email' ? ofSendGrid(due, network) : ofTwilio(due, network);
}

function ofSendGrid({ message, delivery }: DueCall, { sendgrid }: Pick<Network, 'sendgrid'>): WebhookRequest {
  const body = JSON.stringify([composeEvent(message, delivery)]);
  const timestamp = String(Math.floor(delivery.dueAt.epochMilliseconds / 1000));
  const privateKey = delivery.isForged
    ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    : sendgrid.privateKey;
  return {
    url: message.statusCallbackUrl ?? '',
    headers: {
      'content-type': 'application/json',
      'X-Twilio-Email-Event-Webhook-Signature': eventSignature(privateKey, timestamp, body),
      'X-Twilio-Email-Event-Webhook-Timestamp': timestamp,
    },
    body,
  };
}

function ofTwilio(due: DueCall, network: Pick<Network, 'twilio' | 'inboundUrl'>): WebhookRequest {
  const { authToken } = network.twilio;
  const { url, fields } = composeForm(due, network);
  const token = due.delivery.isForged ? `not ${authToken}` : authToken;
  return {
    url,
    headers: { 'X-Twilio-Signature': twilioSignature(token, url, fields) },
    body: new URLSearchParams(fields),
  };
}

/** In the fields that Twilio sends. */
function composeForm(
  { message, delivery }: DueCall,
  { twilio, inboundUrl }: Pick<Network, 'twilio' | 'inboundUrl'>,
): { url: string; fields: Record<string, string> } {
  const common = {
    MessageSid: message.providerId,
    SmsSid: message.providerId,
    AccountSid: twilio.accountSid,
    ApiVersion: API_VERSION,
    From: message.from,
    To: message.to,
    ...(message.messagingServiceSid === null ? {} : { MessagingServiceSid: message.messagingServiceSid }),
  };
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
    return { url: inboundUrl, fields };
  }
  const status = delivery.status ?? '';
  const error = delivery.errorCode === null ? {} : { ErrorCode: String(delivery.errorCode) };
  return {
    url: message.statusCallbackUrl ?? '',
    fields: { ...common, MessageStatus: status, SmsStatus: status, ...error },
  };
}
