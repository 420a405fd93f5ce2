import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import nodemailer from 'nodemailer';
import { afterEach, beforeEach, expect, test } from 'vitest';
import webpush from 'web-push';
import { otherFaultPoints, type PushSubscription, type Sandbox, sandboxFaultPoints } from './sandbox.ts';
import type { Doom } from './test/doomed-sandbox.ts';
import { account, type Fixture, networkFixture, settled, start, twilioClient } from './test/network-fixture.ts';

let network: Fixture;
let child: ChildProcess | undefined;
beforeEach(async () => {
  network = await networkFixture();
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await network.close();
});

type Addresses = Pick<Sandbox, 'twilioBaseUrl' | 'smtpUrl' | 'webhookCaptureUrl' | 'pushCaptureUrl'>;

/** What to do to a sandbox that dies at the point, and what the next one must then have told Belfry. */
const plans: Record<(typeof sandboxFaultPoints)[number], { act(doomed: Addresses): Promise<unknown>; told: string[] }> =
  {
    'sandbox.message-recorded': { act: sendSms, told: ['sent', 'delivered'] },
    'sandbox.callback-delivered': { act: sendSms, told: ['sent', 'sent', 'delivered'] },
    'sandbox.email-recorded': { act: (doomed) => sendEmail(doomed), told: [] },
  };

function sendSms(doomed: Addresses): Promise<unknown> {
  const statusCallback = `${network.standIn.url}/status`;
  const sms = { to: '+12025550101', from: account.phoneNumber, body: 'Take pills', statusCallback };
  return twilioClient(doomed).messages.create(sms);
}

function sendEmail(doomed: Addresses, text = 'Take pills'): Promise<unknown> {
  return nodemailer.createTransport(doomed.smtpUrl).sendMail({ from: 'b@example.com', to: 'a@example.com', text });
}

test.each(sandboxFaultPoints)('kill -9 at %s loses nothing and sends nothing twice', async (faultPoint) => {
  const { act, told } = plans[faultPoint];
  const killed = await startDoomed(faultPoint);
  const answer = act(killed.addresses).then(
    () => 'answered',
    () => 'unknown',
  );
  await killed.end;
  if (faultPoint !== 'sandbox.callback-delivered') expect(await answer).toBe('unknown');

  const next = await network.open();
  await settled(next, network.clock);
  expect(await next.listMessages()).toMatchObject([{ body: 'Take pills', status: 'delivered', at: start }]);
  expect(network.standIn.received.map(({ fields }) => fields.MessageStatus)).toEqual(told);
  expect(new Set(network.standIn.received.map(({ fields }) => fields.MessageSid)).size).toBeLessThanOrEqual(1);
  await answer;
});

/** What a sandbox that dies at the point was asked to do, how a living one has prepared it, and what is then on record. */
interface OtherPlan {
  prepare?(living: Sandbox): Promise<unknown>;
  act(doomed: Addresses): Promise<unknown>;
  /** Of the whole thread, people's own texts included. */
  recorded: string[];
  /** Paths or texts that Belfry was called with in all. */
  called: string[];
}

let subscription: PushSubscription;
const otherPlans: Record<(typeof otherFaultPoints)[number], OtherPlan> = {
  'sandbox.push-recorded': {
    prepare: async (living) => {
      subscription = await living.subscribe({ label: 'Browser' });
    },
    act: (doomed) => sendPush(doomed, subscription),
    recorded: ['push Take pills'],
    called: [],
  },
  'sandbox.webhook-recorded': {
    act: ({ webhookCaptureUrl }) => {
      const headers = { 'x-belfry-original-url': 'https://hooks.example.com/' };
      return fetch(webhookCaptureUrl, { method: 'POST', headers, body: 'Take pills' });
    },
    recorded: ['webhook Take pills'],
    called: [],
  },
  'sandbox.persona-replied': {
    prepare: (living) => living.configure('+12025550101', { persona: { name: 'answers', after: 'PT0S', text: 'OK' } }),
    act: sendSms,
    recorded: ['sms Take pills', 'sms OK'],
    called: ['sent', 'delivered', 'OK'],
  },
  // The answer had arrived when it died: the press is made again, as a person would who saw no answer.
  'sandbox.link-followed': {
    prepare: (living) => living.configure('a@example.com', { persona: { name: 'answers-by-link', after: 'PT0S' } }),
    act: (doomed) => sendEmail(doomed, `${network.standIn.url}/a/1`),
    recorded: [expect.stringMatching(/^email http/)],
    called: ['/a/1 undefined', '/a/1 done', '/a/1 undefined', '/a/1 done'],
  },
};

test.each(otherFaultPoints)('kill -9 at %s loses nothing, and personas act once', async (faultPoint) => {
  const { prepare, act, recorded, called } = otherPlans[faultPoint];
  network.standIn.answerWith(({ path }) =>
    path === '/a/1' ? { body: '<form method="post"><button name="do" value="done">Done</button></form>' } : {},
  );
  const living = await network.open();
  await prepare?.(living);
  await living.close();
  const killed = await startDoomed(faultPoint);
  const answer = act(killed.addresses).catch(() => {});
  await killed.end;
  await answer;

  const next = await network.open();
  await settled(next, network.clock);
  const all = await next.listMessages({ direction: 'all' });
  expect(all.map(({ channel, body }) => `${channel} ${body}`)).toEqual(recorded);
  const calls = network.standIn.received.map(({ path, fields }) =>
    path === '/a/1' ? `/a/1 ${fields.do}` : (fields.MessageStatus ?? fields.Body),
  );
  expect(calls.toSorted()).toEqual(called.toSorted());
});

function sendPush({ pushCaptureUrl }: Addresses, { endpoint, keys }: PushSubscription): Promise<unknown> {
  const vapidDetails = { subject: 'mailto:belfry@example.com', ...webpush.generateVAPIDKeys() };
  const request = webpush.generateRequestDetails({ endpoint, keys }, 'Take pills', { vapidDetails, TTL: 60 });
  const { 'Content-Length': _, ...headers } = request.headers;
  return fetch(pushCaptureUrl, {
    method: 'POST',
    headers: { ...headers, TTL: '60', 'x-belfry-original-url': endpoint },
    body: request.body as Buffer<ArrayBuffer>,
  });
}

async function startDoomed(faultPoint: string): Promise<{ addresses: Addresses; end: Promise<unknown> }> {
  const doom: Doom = {
    databaseUrl: network.databaseUrl,
    now: start.toString(),
    faultPoint,
    twilio: account,
    inboundUrl: `${network.standIn.url}/inbound`,
  };
  const script = new URL('./test/doomed-sandbox.ts', import.meta.url).pathname;
  child = spawn(process.execPath, [script, JSON.stringify(doom)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const end = once(child, 'exit').then(([, signal]) => expect(signal).toBe('SIGKILL'));
  const [line] = await once(child.stdout!, 'data');
  return { addresses: JSON.parse(String(line)) as Addresses, end };
}
