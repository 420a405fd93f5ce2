import { text } from 'node:stream/consumers';
import { createSendGridEmail } from '../sendgrid/sendgrid-email.ts';
import type { ChannelUnderTest } from './describe-channel.ts';
import { answerJson, type HttpProvider, startHttpProvider } from './start-http-provider.ts';

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
  const mails: Mail[] = [];
  const underTest = await startHttpProvider(sendGrid(mails), (baseUrl) =>
    createSendGridEmail({
      apiKey: 'SG.for-tests',
      from: 'Belfry <belfry@example.com>',
      baseUrl: `${baseUrl}/`,
      timeoutMs,
    }),
  );
  return { ...underTest, mails };
}

/** @param mails what it was sent, as it came */
function sendGrid(mails: Mail[]): HttpProvider {
  return {
    async read(request) {
      const mail = JSON.parse(await text(request)) as Mail;
      if (request.url !== '/v3/mail/send' || request.headers.authorization !== 'Bearer SG.for-tests') return null;
      mails.push(mail);
      return {
        to: mail.personalizations[0]?.to[0]?.email ?? '',
        text: mail.content.find(({ type }) => type === 'text/plain')?.value ?? '',
      };
    },
    refuse: (response) =>
      answerJson(response, 400, {
        errors: [{ message: 'Does not contain a valid address.', field: 'personalizations.0.to.0.email', help: null }],
      }),
    defer(response) {
      const reset = Math.floor(Date.now() / 1000) + 30;
      response.writeHead(429, { 'x-ratelimit-reset': String(reset) }).end();
    },
    accept: (response, count) => void response.writeHead(202, { 'x-message-id': `message-${count}` }).end(),
  };
}
