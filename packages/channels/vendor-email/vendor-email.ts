import type { Channel, OutgoingMessage, SendResult } from '../contract.ts';
import { isWithdrawn } from '../domain/withdrawal.ts';
import { carryOut, createAgents, destroyAgents, type HttpCall } from '../wire/http-call.ts';
import { unanswered } from '../wire/unanswered.ts';
import { readVendorAnswer } from './vendor-result.ts';

export interface VendorEmailOptions {
  /** Its `/send-email` is called. */
  url: string;
  /** Real milliseconds that one call may take, connecting included. */
  timeoutMs: number;
}

/**
 * Email through a vendor whose API takes an address and a text and nothing else. It has no idempotency key and cannot be
 * asked what became of a call, so an end that nobody knows stays unknown until the tenant's rule or a person decides.
 */
export function createVendorEmail({ url, timeoutMs }: VendorEmailOptions): { channel: Channel; close(): void } {
  const agents = createAgents();
  const endpoint = new URL(`${url.replace(/\/+$/, '')}/send-email`);

  async function send(message: OutgoingMessage, signal: AbortSignal): Promise<SendResult> {
    const body = JSON.stringify({ email: message.to, message: message.text });
    const call: HttpCall = { hasLeft: false, answer: null };
    try {
      const answer = await carryOut(
        call,
        {
          method: 'POST',
          url: endpoint,
          headers: {
            'content-type': 'application/json',
            'content-length': String(Buffer.byteLength(body)),
            accept: 'application/json',
            'user-agent': 'Belfry',
          },
          body,
          signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        },
        agents,
      );
      return readVendorAnswer(answer);
    } catch (error) {
      return unanswered({ call, error, withdrawn: isWithdrawn(signal), receiver: 'the email vendor' });
    }
  }

  return { channel: { name: 'email', send }, close: () => destroyAgents(agents) };
}
