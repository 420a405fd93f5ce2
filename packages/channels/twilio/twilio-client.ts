import twilio from 'twilio';
import { carryOut, type HttpAgents, type HttpCall } from '../wire/http-call.ts';

export interface TwilioAccount {
  accountSid: string;
  authToken: string;
  /** The sender of every message, E.164; not needed with a messaging service. */
  phoneNumber: string | null;
  /** MG…: picks the sender of each message; it goes before the number. */
  messagingServiceSid?: string | null | undefined;
  /** Stands in for https://api.twilio.com; a path in it is kept in front of Twilio's own. */
  baseUrl?: string | undefined;
}

interface ClientOptions {
  account: TwilioAccount;
  agents: HttpAgents;
  /** Real milliseconds for each HTTP request. */
  timeoutMs: number;
  signal: AbortSignal;
}

/** What twilio hands to its HTTP client; its own declaration types `params` and `data` as any object. */
interface TwilioRequest {
  method: string;
  uri: string;
  username?: string;
  password?: string;
  headers?: Record<string, string>;
  params?: Record<string, unknown>;
  data?: Record<string, unknown>;
}

/**
 * A client for one call, with the account of that call's last HTTP request. It lives no longer, because twilio's
 * client takes neither a signal nor a time-out per call and keeps what it last received where parallel calls
 * overwrite it. Making one costs microseconds: its resources are loaded once, and connections live in `agents`.
 */
export function twilioClientForOneCall(options: ClientOptions): { client: twilio.Twilio; call: HttpCall } {
  const { account, agents, timeoutMs, signal } = options;
  const call: HttpCall = { hasLeft: false, answer: null };

  async function request(asked: TwilioRequest) {
    const form = asked.data ? toForm(asked.data).toString() : null;
    call.hasLeft = false;
    call.answer = null;
    const answer = await carryOut(
      call,
      {
        method: asked.method.toUpperCase(),
        url: urlOf(asked, account.baseUrl),
        headers: {
          ...asked.headers,
          authorization: `Basic ${Buffer.from(`${asked.username}:${asked.password}`).toString('base64')}`,
        },
        body: form,
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      },
      agents,
    );
    return { statusCode: answer.status, body: answer.body, headers: answer.headers };
  }

  // Any object with `request` will do (twilio's guide to custom HTTP clients), but the type asked for is their class.
  const httpClient = { request } as unknown as twilio.RequestClient;
  return { client: new twilio.Twilio(account.accountSid, account.authToken, { httpClient }), call };
}

function urlOf(asked: TwilioRequest, baseUrl: string | undefined): URL {
  const url = new URL(asked.uri);
  if (asked.params) url.search = toForm(asked.params).toString();
  if (baseUrl === undefined) return url;
  return new URL(`${baseUrl.replace(/\/+$/, '')}${url.pathname}${url.search}`);
}

function toForm(fields: Record<string, unknown>): URLSearchParams {
  const pairs = Object.entries(fields).flatMap(([name, value]) =>
    [value]
      .flat()
      .filter((one) => one !== undefined)
      .map((one): [string, string] => [name, String(one)]),
  );
  return new URLSearchParams(pairs);
}
