/** A process of its own with a sandbox that ends itself by SIGKILL at a fault point; prints its addresses as JSON. */
import { ManualClock } from '@belfry/kernel/clock';
import pg from 'pg';
import { createSandbox, type SandboxOptions } from '../sandbox.ts';
import { privateKey } from './network-fixture.ts';

export interface Doom {
  databaseUrl: string;
  now: string;
  faultPoint: string;
  twilio: SandboxOptions['twilio'];
  inboundUrl: string;
}

const doom = JSON.parse(process.argv[2] ?? '') as Doom;
const { twilioBaseUrl, smtpUrl, webhookCaptureUrl, pushCaptureUrl } = await createSandbox({
  pool: new pg.Pool({ connectionString: doom.databaseUrl, max: 4 }),
  clock: new ManualClock(doom.now),
  twilio: doom.twilio,
  sendgrid: { apiKey: 'SG.for-tests', eventsUrl: doom.inboundUrl, privateKey },
  inboundUrl: doom.inboundUrl,
  onError: (error) => process.stderr.write(`${error}\n`),
  onChange: () => {},
  fault: (point) => {
    if (point === doom.faultPoint) process.kill(process.pid, 'SIGKILL');
  },
});
process.stdout.write(`${JSON.stringify({ twilioBaseUrl, smtpUrl, webhookCaptureUrl, pushCaptureUrl })}\n`);
