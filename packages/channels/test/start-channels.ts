import { createSmtpEmail } from '../smtp/smtp-email.ts';
import { createTwilioSms } from '../twilio/twilio-sms.ts';
import type { ChannelUnderTest } from './describe-channel.ts';
import { type ScriptedMailServer, startScriptedMailServer } from './scripted-mail-server.ts';
import { type ScriptedTwilio, startScriptedTwilio } from './scripted-twilio.ts';

interface Options {
  timeoutMs: number;
}

export const account = {
  accountSid: `AC${'0f'.repeat(16)}`,
  authToken: 'the account’s token',
  phoneNumber: '+12025550199',
};

/** The Twilio adapter, talking to a scripted Twilio of its own. */
export async function startTwilioSms({ timeoutMs }: Options): Promise<ChannelUnderTest & { provider: ScriptedTwilio }> {
  const provider = await startScriptedTwilio();
  const { channel, close } = createTwilioSms({ ...account, baseUrl: provider.baseUrl, timeoutMs });
  const dispose = async () => {
    close();
    await provider.stop();
  };
  return { channel, provider, address: { to: '+12025550101' }, [Symbol.asyncDispose]: dispose };
}

/** The SMTP adapter, talking to a scripted mail server of its own. */
export async function startSmtpEmail({
  timeoutMs,
}: Options): Promise<ChannelUnderTest & { provider: ScriptedMailServer }> {
  const provider = await startScriptedMailServer();
  const { channel, close } = createSmtpEmail({ url: provider.url, from: 'Belfry <belfry@example.com>', timeoutMs });
  const dispose = async () => {
    await close();
    await provider.stop();
  };
  return { channel, provider, address: { to: 'ann@example.com' }, [Symbol.asyncDispose]: dispose };
}
