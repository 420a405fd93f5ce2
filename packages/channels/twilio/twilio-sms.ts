import type { Channel, LookUpQuery, LookUpResult, OutgoingMessage, SendResult } from '../contract.ts';
import { lookUpFailed } from '../domain/look-up-failed.ts';
import { isWithdrawn } from '../domain/withdrawal.ts';
import { createAgents, destroyAgents } from '../wire/http-call.ts';
import { findCandidates, isBeyond, type ListedMessage, type Sender } from './look-up.ts';
import { toSendResult } from './to-send-result.ts';
import type { TwilioAccount } from './twilio-client.ts';

interface Page {
  instances: ListedMessage[];
  nextPage(): Promise<Page> | undefined;
}

export interface TwilioSmsOptions extends TwilioAccount {
  /** Real milliseconds that one call may take, connecting included. */
  timeoutMs: number;
}

/**
 * SMS through Twilio. Its API has no idempotency key, so an unknown end is settled by looking the message up.
 * The client takes up to 600 ms and 38 MB to load, so it is not loaded with the program: `load` does it when that is
 * ready, or else the first call, whose time-out then runs meanwhile.
 */
export function createTwilioSms(options: TwilioSmsOptions): {
  channel: Channel;
  load(): Promise<void>;
  close(): void;
} {
  const agents = createAgents();
  const sender = senderOf(options);

  async function begin(signal: AbortSignal) {
    const { twilioClientForOneCall } = await import('./twilio-client.ts');
    return twilioClientForOneCall({ account: options, agents, timeoutMs: options.timeoutMs, signal });
  }

  async function send(message: OutgoingMessage, signal: AbortSignal): Promise<SendResult> {
    const { client, call } = await begin(signal);
    const end = (error: unknown) => toSendResult({ call, error, withdrawn: isWithdrawn(signal) });
    try {
      const created = await client.messages.create({
        to: message.to,
        ...sender,
        body: message.text,
        statusCallback: message.statusCallbackUrl(),
      });
      return created.sid ? { status: 'accepted', providerId: created.sid } : end(null);
    } catch (error) {
      return end(error);
    }
  }

  async function lookUp(query: LookUpQuery, signal = new AbortController().signal): Promise<LookUpResult> {
    const { client } = await begin(signal);
    try {
      // No filter by date: see findCandidates.
      const from = 'from' in sender ? sender : {};
      const messages: ListedMessage[] = [];
      let page: Page | undefined = await client.messages.page({ to: query.to, ...from, pageSize: 1000 });
      while (page) {
        messages.push(...page.instances);
        page = isBeyond(messages.at(-1), query) ? undefined : await page.nextPage();
      }
      return { candidates: findCandidates(messages, query, sender), isExact: false };
    } catch (error) {
      throw lookUpFailed(error);
    }
  }

  return {
    channel: { name: 'sms', send, lookUp },
    async load() {
      const { client } = await begin(new AbortController().signal);
      // Its parts are loaded by whoever first asks for them.
      client.messages;
    },
    close: () => destroyAgents(agents),
  };
}

function senderOf({ messagingServiceSid, phoneNumber }: TwilioAccount): Sender {
  return messagingServiceSid ? { messagingServiceSid } : { from: phoneNumber ?? '' };
}
