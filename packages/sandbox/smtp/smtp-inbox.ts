import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { Network } from '../network.ts';
import { meetMailboxes, recordOutgoingEmail } from '../store/record-email.ts';
import { inTransaction } from '../store/transaction.ts';
import { type Connections, followConnections } from './connections.ts';
import { readEmail } from './read-email.ts';
import { fateOf, refusalOf, SmtpRefusal } from './smtp-error.ts';

export interface SmtpInbox {
  url: string;
  /** Takes no more connections, cuts those that stay, returns when what had arrived is on record. */
  close(): Promise<void>;
}

const MAX_EMAIL_BYTES = 10 * 1024 * 1024;
/** How long connections may take to end by themselves on closing. */
const CLOSE_GRACE_MS = 500;

/**
 * An SMTP server on a free port of the loopback interface that takes every email for every address, unless its mailbox
 * or chaos has it otherwise; no TLS. `onRecorded`: somebody may want to act on an email.
 */
export async function startSmtpInbox(network: Network, onRecorded: () => void): Promise<SmtpInbox> {
  const underWay = new Set<Promise<void>>();
  const stopping = new AbortController();
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
      const receiving = receive(stream, session).then(
        (fate) => {
          if (fate === 'answered') callback(null, 'SIMULATED: recorded');
          else if (fate === 'cut') connections.cut(session);
          else if (fate !== 'held') callback(fate);
        },
        (error: unknown) => {
          // What was not read is in the way of the reply.
          stream.resume();
          callback(toRefusal(error, network));
        },
      );
      underWay.add(receiving);
      void receiving.finally(() => underWay.delete(receiving));
    },
  });

  async function receive(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<ReturnType<typeof fateOf>> {
    const { mailFrom, rcptTo } = session.envelope;
    const recipients = rcptTo.map(({ address }) => address);
    const mailboxes = await inTransaction(network.pool, (tx) => meetMailboxes(tx, recipients));
    if (mailboxes.some(({ drawn }) => drawn.refusal === 'reset')) return 'cut';
    const raw = await buffer(stream as Readable).catch(() => {
      throw new SmtpRefusal(451, 'The email did not arrive in full.');
    });
    if (stream.sizeExceeded) throw new SmtpRefusal(552, 'The email is too large.');
    const slowMs = Math.max(...mailboxes.map(({ drawn }) => drawn.slowMs));
    if (slowMs > 0) await wait(slowMs, undefined, { signal: stopping.signal }).catch(() => {});
    const refusal = refusalOf(mailboxes);
    if (refusal) throw refusal;
    const email = await readEmail(raw).catch((error: unknown) => {
      throw new SmtpRefusal(554, `The email cannot be read: ${error instanceof Error ? error.message : error}`);
    });
    const record = {
      ...email,
      messageId: email.messageId ?? `<${crypto.randomUUID()}@sandbox.invalid>`,
      from: email.from ?? (mailFrom === false ? '' : mailFrom.address),
    };
    const { clock, origin } = network;
    const where = { at: clock.now(), origin };
    try {
      const rows = await inTransaction(network.pool, (tx) => recordOutgoingEmail(tx, record, mailboxes, where));
      network.fault('sandbox.email-recorded');
      for (const row of rows) network.onChange(row.to);
    } catch (error) {
      // A commit whose answer is lost may have been made: a 451 would say that there is no record.
      network.onError(error);
      return 'cut';
    }
    onRecorded();
    return fateOf(mailboxes.map(({ drawn }) => drawn));
  }

  // A client that goes away in mid-conversation is its own affair: nothing was promised to it.
  server.on('error', () => {});
  const listener = server.listen(0, '127.0.0.1');
  const connections: Connections = followConnections(listener);
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    async close() {
      stopping.abort();
      await new Promise<void>((resolve) => server.close(resolve));
      await Promise.all(underWay);
    },
  };
}

/** What is not the email's fault is temporary to the sender, and our trouble to report. */
function toRefusal(error: unknown, network: Network): SmtpRefusal {
  if (error instanceof SmtpRefusal) return error;
  network.onError(error);
  return new SmtpRefusal(451, 'The sandbox could not take the email.');
}
