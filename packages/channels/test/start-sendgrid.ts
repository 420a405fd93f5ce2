import http, { type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createSendGridEmail } from '../sendgrid/sendgrid-email.ts';
import type { ChannelUnderTest, Misbehaviour, Taken } from './describe-channel.ts';

interface Mail {
  personalizations: { to: { email: string }[] }[];
  content: { type: string; value: string }[];
}

/** SendGrid's mail API as far as the channel needs it, of the tests' own. */
export async function startSendGrid({
  timeoutMs,
}: {
  timeoutMs: number;
}): Promise<ChannelUnderTest & { mails: Mail[] }> {
  const planned: Misbehaviour[] = [];
  const taken: Taken[] = [];
  const mails: Mail[] = [];
  let announceTaken = () => {};

  const server = http.createServer(async (request: IncomingMessage, response) => {
    const mail = JSON.parse(await text(request)) as Mail;
    const next = planned.shift();
    const isForUs = request.url === '/v3/mail/send' && request.headers.authorization === 'Bearer SG.for-tests';
    if (!isForUs || next === 'refuse') {
      const errors = [
        { message: 'Does not contain a valid address.', field: 'personalizations.0.to.0.email', help: null },
      ];
      return response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ errors }));
    }
    if (next === 'defer') {
      const reset = Math.floor(Date.now() / 1000) + 30;
      return response.writeHead(429, { 'x-ratelimit-reset': String(reset) }).end();
    }
    mails.push(mail);
    taken.push({
      to: mail.personalizations[0]?.to[0]?.email ?? '',
      text: mail.content.find(({ type }) => type === 'text/plain')?.value ?? '',
    });
    announceTaken();
    if (next === 'hang') return;
    if (next === 'cut') return request.socket.destroy();
    return response.writeHead(202, { 'x-message-id': `message-${taken.length}` }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { channel, close } = createSendGridEmail({
    apiKey: 'SG.for-tests',
    from: 'Belfry <belfry@example.com>',
    baseUrl: `http://127.0.0.1:${port}/`,
    timeoutMs,
  });
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    channel,
    mails,
    provider: {
      next: (misbehaviour) => void planned.push(misbehaviour),
      listTaken: async () => taken,
      nextTaken: () => new Promise((resolve) => (announceTaken = resolve)),
      stop,
    },
    address: { to: 'ann@example.com' },
    async [Symbol.asyncDispose]() {
      close();
      await stop();
    },
  };
}
