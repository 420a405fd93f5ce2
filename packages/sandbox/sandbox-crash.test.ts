import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import nodemailer from 'nodemailer';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sandboxFaultPoints } from './sandbox.ts';
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

interface Addresses {
  twilioBaseUrl: string;
  smtpUrl: string;
}

/** What to do to a sandbox that dies at the point, and what the next one must then have told Belfry. */
const plans: Record<(typeof sandboxFaultPoints)[number], { act(doomed: Addresses): Promise<unknown>; told: string[] }> =
  {
    'sandbox.message-recorded': { act: sendSms, told: ['sent', 'delivered'] },
    'sandbox.callback-delivered': { act: sendSms, told: ['sent', 'sent', 'delivered'] },
    'sandbox.email-recorded': { act: sendEmail, told: [] },
  };

function sendSms(doomed: Addresses): Promise<unknown> {
  const statusCallback = `${network.standIn.url}/status`;
  const sms = { to: '+12025550101', from: account.phoneNumber, body: 'Take pills', statusCallback };
  return twilioClient(doomed).messages.create(sms);
}

function sendEmail(doomed: Addresses): Promise<unknown> {
  return nodemailer
    .createTransport(doomed.smtpUrl)
    .sendMail({ from: 'b@example.com', to: 'a@example.com', text: 'Take pills' });
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
