import { text } from 'node:stream/consumers';
import { createVendorEmail } from '../vendor-email/vendor-email.ts';
import type { ChannelUnderTest } from './describe-channel.ts';
import { answerJson, type HttpProvider, startHttpProvider } from './start-http-provider.ts';

/** A vendor of the tests' own, by the contract of its API. */
export function startVendor({ timeoutMs }: { timeoutMs: number }): Promise<ChannelUnderTest> {
  return startHttpProvider(vendor, (baseUrl) => createVendorEmail({ url: `${baseUrl}/v1/`, timeoutMs }));
}

const vendor: HttpProvider = {
  async read(request) {
    const { email, message } = JSON.parse(await text(request)) as { email: string; message: string };
    return request.url === '/v1/send-email' ? { to: email, text: message } : null;
  },
  refuse: (response) => answerJson(response, 400, { success: false }),
  defer: (response) => answerJson(response, 429, { success: false }, { 'retry-after': '2' }),
  accept: (response, count) => answerJson(response, 200, { success: true, messageId: `message-${count}` }),
};
