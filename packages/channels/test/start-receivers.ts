import { createECDH, randomBytes } from 'node:crypto';
import { decrypt } from 'http_ece';
import { deriveVapidKeys } from '../push/vapid-keys.ts';
import { createWebPush } from '../push/web-push.ts';
import { createWebhook } from '../webhook/webhook.ts';
import { guardDestinations, type Resolve } from '../wire/guarded-lookup.ts';
import { directOutbound, type Outbound } from '../wire/outbound.ts';
import type { ChannelUnderTest } from './describe-channel.ts';
import { type ScriptedReceiver, startScriptedReceiver } from './scripted-receiver.ts';

interface Options {
  timeoutMs: number;
  /** Stands in for DNS; without it every name is this machine. */
  resolve?: Resolve;
  isAllowed?(address: string): boolean;
}

export const installationSecret = 'a secret of this installation';
export const vapid = { ...deriveVapidKeys(installationSecret), subject: 'mailto:operator@example.com' };

const here: Resolve = async () => [{ address: '127.0.0.1', family: 4 }];

function outboundTo({ ca }: ScriptedReceiver, { resolve = here, isAllowed = () => true }: Options): Outbound {
  return directOutbound(guardDestinations({ isAllowed, resolve }), { ca });
}

interface Receiving extends ChannelUnderTest {
  provider: ScriptedReceiver;
}

/** The webhook adapter and a receiver of its own, which goes by any name. */
export async function startWebhook(options: Options): Promise<Receiving> {
  const provider = await startScriptedReceiver(({ at, body }) => ({ to: at, text: JSON.parse(body.toString()).text }));
  const { channel, close } = createWebhook({ outbound: outboundTo(provider, options), secret: installationSecret });
  return {
    channel: { ...channel, send: (message, signal) => channel.send(limited(message, options), signal) },
    provider,
    address: { to: `https://hooks.example:${provider.port}/belfry`, known: 'hooks.example/belfry' },
    async [Symbol.asyncDispose]() {
      close();
      await provider.stop();
    },
  };
}

/** A webhook has a time-out of its own, in its settings; one second is the shortest. */
function limited<Message extends { settings: unknown }>(message: Message, { timeoutMs }: Options): Message {
  return message.settings === null ? { ...message, settings: { timeoutMs } } : message;
}

/** The web push adapter, a push service and a browser that has subscribed to it and can decrypt. */
export async function startWebPush(options: Options): Promise<Receiving & { browser: Browser }> {
  const browser = createBrowser();
  const provider = await startScriptedReceiver(({ at, body }) => ({ to: at, text: browser.decrypt(body).body }));
  const { channel, close } = createWebPush({ ...options, outbound: outboundTo(provider, options), vapid });
  return {
    channel,
    provider,
    browser,
    address: {
      to: `https://push.example:${provider.port}/send/1`,
      known: 'push.example/send/1',
      settings: browser.keys,
    },
    async [Symbol.asyncDispose]() {
      close();
      await provider.stop();
    },
  };
}

export interface Browser {
  keys: { p256dh: string; auth: string };
  decrypt(body: Buffer): { title: string; body: string; link: string | null; occurrenceId: string };
}

/** What a browser keeps of its subscription; http_ece decrypts by RFC 8188 and 8291. */
function createBrowser(): Browser {
  const curve = createECDH('prime256v1');
  const p256dh = curve.generateKeys('base64url');
  const auth = randomBytes(16).toString('base64url');
  return {
    keys: { p256dh, auth },
    decrypt: (body) =>
      JSON.parse(decrypt(body, { version: 'aes128gcm', privateKey: curve, authSecret: auth }).toString()),
  };
}
