import { twilioSignature } from '../domain/twilio-signature.ts';
import { type CallResult, httpCall } from './http-call.ts';

interface Webhook {
  url: string;
  fields: Readonly<Record<string, string>>;
  authToken: string;
  /** Signed by somebody who does not know the token. */
  isForged: boolean;
}

/** POSTs a form as Twilio does, signed. Never throws. */
export function callWebhook({ url, fields, authToken, isForged }: Webhook, stopping: AbortSignal): Promise<CallResult> {
  const token = isForged ? `not ${authToken}` : authToken;
  return httpCall(
    url,
    {
      method: 'POST',
      headers: { 'X-Twilio-Signature': twilioSignature(token, url, fields) },
      body: new URLSearchParams(fields),
    },
    stopping,
  );
}
