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
  import type { MailDataRequired } from '@sendgrid/helpers/classes/mail';

  // biome-ignore lint/style/noDefaultExport: it is what the package exports
  export default class MailService {
    setClient(client: Client): this;
    /** @throws what the client's `request` rejects with, or an Error for a message that cannot be composed */
    send(mail: MailDataRequired): Promise<unknown>;
  }
}
