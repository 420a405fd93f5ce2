/**
 * The classes of SendGrid's packages, as far as they are used: the packages' own declarations mix `export =` with named exports,
 * which nobody can import by name.
 */
declare module '@sendgrid/client/src/classes/client.js' {
  export interface ClientRequest {
    method: string;
    url: string;
    headers: Record<string, string>;
    body: unknown;
  }

  /** What axios would be given. */
  export interface ComposedRequest {
    baseURL: string;
    url: string;
    headers: Record<string, string>;
    data: unknown;
  }

  // biome-ignore lint/style/noDefaultExport: it is what the package exports
  export default class Client {
    setApiKey(apiKey: string): void;
    createRequest(request: ClientRequest): ComposedRequest;
    request(request: ClientRequest): Promise<unknown>;
  }
}

declare module '@sendgrid/mail/src/classes/mail-service.js' {
  import type Client from '@sendgrid/client/src/classes/client.js';

  export interface Mail {
    to: string;
    /** An address or `Name <address>`. */
    from: string;
    subject: string;
    text: string;
    html: string;
    headers: Record<string, string>;
    customArgs: Record<string, string>;
    trackingSettings: { clickTracking: { enable: boolean }; openTracking: { enable: boolean } };
  }

  // biome-ignore lint/style/noDefaultExport: it is what the package exports
  export default class MailService {
    setClient(client: Client): this;
    /** @throws what the client's `request` rejects with, or an Error for a message that cannot be composed */
    send(mail: Mail): Promise<unknown>;
  }
}
