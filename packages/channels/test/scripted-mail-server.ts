import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';
import type { ScriptedProvider, Taken } from './describe-channel.ts';

type Misbehave = (session: SMTPServerSession, reply: (error?: Error | null) => void) => void;
type Stage = 'onConnect' | 'onMailFrom' | 'onRcptTo' | 'onData';

export interface ScriptedMailServer extends ScriptedProvider {
  taken: Taken[];
  url: string;
  emails: Email[];
  /** How many connections were opened in all. */
  connections: number;
  /** Does this at that stage of the next session that reaches it; at `onData` after the message was read. */
  nextAt(stage: Stage, misbehave: Misbehave): void;
  /** Cuts the session's connection without a word. */
  cut: Misbehave;
}

/** A real SMTP server, with everything that may go wrong with it. */
export async function startScriptedMailServer(options: SMTPServerOptions = {}): Promise<ScriptedMailServer> {
  const planned = new Map<Stage, Misbehave[]>();
  const sockets = new Map<number | undefined, Socket>();
  let announceTaken = () => {};

  const plan = (stage: Stage, misbehave: Misbehave) => {
    planned.set(stage, [...(planned.get(stage) ?? []), misbehave]);
  };
  const reach = (stage: Stage, session: SMTPServerSession, reply: (error?: Error | null) => void) => {
    const misbehave = planned.get(stage)?.shift();
    if (misbehave) misbehave(session, reply);
    else reply();
  };

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 1,
    onConnect: (session, reply) => reach('onConnect', session, reply),
    onMailFrom: (_address, session, reply) => reach('onMailFrom', session, reply),
    onRcptTo: (_address, session, reply) => reach('onRcptTo', session, reply),
    onData: async (stream, session, reply) => {
      const email = await PostalMime.parse(await buffer(stream));
      mail.emails.push(email);
      mail.taken.push({
        to: session.envelope.rcptTo.map(({ address }) => address).join(' '),
        text: email.text?.trimEnd() ?? '',
      });
      announceTaken();
      reach('onData', session, reply);
    },
    ...options,
  });
  server.server.on('connection', (socket: Socket) => {
    mail.connections += 1;
    sockets.set(socket.remotePort, socket);
  });
  server.on('error', () => {});

  const mail: ScriptedMailServer = {
    url: '',
    emails: [],
    connections: 0,
    taken: [],
    listTaken: async () => mail.taken,
    nextAt: plan,
    cut: (session) => sockets.get(session.remotePort)?.resetAndDestroy(),
    next(misbehaviour) {
      if (misbehaviour === 'refuse')
        plan('onRcptTo', (_session, reply) => reply(smtpError(550, 'not a valid recipient')));
      if (misbehaviour === 'defer') plan('onRcptTo', (_session, reply) => reply(smtpError(451, 'try again later')));
      if (misbehaviour === 'hang') plan('onData', () => {});
      if (misbehaviour === 'cut') plan('onData', mail.cut);
    },
    nextTaken: () => new Promise((resolve) => (announceTaken = resolve)),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  mail.url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  return mail;
}

export function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
