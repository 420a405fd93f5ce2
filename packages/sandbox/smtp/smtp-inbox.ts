import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerEnvelope } from 'smtp-server';
import type { Network } from '../network.ts';
import { recordOutgoingEmail } from '../store/record-message.ts';
import { inTransaction } from '../store/transaction.ts';
import { readEmail } from './read-email.ts';

export interface SmtpInbox {
  url: string;
  /** Takes no more connections, cuts those that stay, returns when what had arrived is on record. */
  close(): Promise<void>;
}

const MAX_EMAIL_BYTES = 10 * 1024 * 1024;
/** How long connections may take to end by themselves on closing. */
const CLOSE_GRACE_MS = 500;

/** An SMTP server on a free port of the loopback interface that takes every email for every address; no TLS. */
export async function startSmtpInbox(network: Network): Promise<SmtpInbox> {
  const underWay = new Set<Promise<void>>();
  const server = new SMTPServer({
    banner: 'SIMULATED: nothing leaves this machine',
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    size: MAX_EMAIL_BYTES,
    closeTimeout: CLOSE_GRACE_MS,
    onAuth: (auth, _session, callback) => callback(null, { user: auth.username ?? 'anybody' }),
    onData(stream, session, callback) {
      const receiving = receive(stream, session.envelope).then(
        (hangs) => {
          if (!hangs) callback(null, 'SIMULATED: recorded');
        },
        (error: unknown) => callback(toSmtpError(error, network)),
      );
      underWay.add(receiving);
      void receiving.finally(() => underWay.delete(receiving));
    },
  });

  async function receive(stream: SMTPServerDataStream, envelope: SMTPServerEnvelope): Promise<boolean> {
    const raw = await buffer(stream as Readable).catch(() => {
      throw new Refusal(451, 'The email did not arrive in full.');
    });
    if (stream.sizeExceeded) throw new Refusal(552, 'The email is too large.');
    const email = await readEmail(raw).catch((error: unknown) => {
      throw new Refusal(554, `The email cannot be read: ${error instanceof Error ? error.message : error}`);
    });
    const sender = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
    const record = {
      ...email,
      messageId: email.messageId ?? `<${crypto.randomUUID()}@sandbox.invalid>`,
      from: email.from ?? sender,
    };
    const recipients = envelope.rcptTo.map((recipient) => recipient.address);
    const at = network.clock.now();
    const accepted = await inTransaction(network.pool, (tx) => recordOutgoingEmail(tx, record, recipients, at));
    network.fault('sandbox.email-recorded');
    for (const { row } of accepted) network.onChange(row.to);
    return accepted.some(({ hangs }) => hangs);
  }

  // A client that goes away in mid-conversation is its own affair: nothing was promised to it.
  server.on('error', () => {});
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    async close() {
      await new Promise<void>((resolve) => server.close(resolve));
      await Promise.all(underWay);
    },
  };
}

class Refusal extends Error {
  readonly responseCode: number;

  constructor(responseCode: number, message: string) {
    super(message);
    this.responseCode = responseCode;
  }
}

/** What is not the email's fault is temporary to the sender, and our trouble to report. */
function toSmtpError(error: unknown, network: Network): Refusal {
  if (error instanceof Refusal) return error;
  network.onError(error);
  return new Refusal(451, 'The sandbox could not record the email.');
}
