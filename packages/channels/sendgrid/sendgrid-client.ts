import Client, { type ClientRequest } from '@sendgrid/client/src/classes/client.js';
import MailService from '@sendgrid/mail/src/classes/mail-service.js';
import { carryOut, type HttpAgents, type HttpCall } from '../wire/http-call.ts';

export interface SendGridAccount {
  apiKey: string;
  /** The sender of every message, as an address or `Name <address>`. */
  from: string;
  /** Stands in for https://api.sendgrid.com. */
  baseUrl?: string | undefined;
}

interface ServiceOptions {
  account: SendGridAccount;
  agents: HttpAgents;
  /** Real milliseconds for the call. */
  timeoutMs: number;
  signal: AbortSignal;
}

/**
 * SendGrid's client for one call, with the account of its HTTP request: the client composes and checks, and its axios, which
 * cannot tell a request that never left from one that was lost, does not carry it out.
 */
export function mailServiceForOneCall({ account, agents, timeoutMs, signal }: ServiceOptions) {
  const call: HttpCall = { hasLeft: false, answer: null };

  class OneCallClient extends Client {
    override async request(data: ClientRequest): Promise<unknown> {
      const { baseURL, url, headers, data: mail } = this.createRequest(data);
      const body = JSON.stringify(mail);
      const request = {
        method: 'POST',
        url: new URL(`${(account.baseUrl ?? baseURL).replace(/\/+$/, '')}${url}`),
        headers: { ...headers, 'Content-Length': String(Buffer.byteLength(body)) },
        body,
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      };
      return carryOut(call, request, agents);
    }
  }

  const client = new OneCallClient();
  client.setApiKey(account.apiKey);
  const service = new MailService();
  service.setClient(client);
  return { service, call };
}
