import { afterEach, beforeEach, expect, test } from 'vitest';
import { claimAgeMs } from '../../domain/claim-age.ts';
import { EngineFixture } from '../../test/engine-fixture.ts';
import { RecordingChannel } from '../../test/recording-channel.ts';
import { type ClaimedTurn, claimTurns } from '../claiming/claim-turns.ts';
import type { EngineDeps } from '../engine-deps.ts';
import { sendContact } from './send-contact.ts';

let belfry: EngineFixture;

beforeEach(async () => {
  belfry = await EngineFixture.open('2027-01-15T09:00:00Z');
});

afterEach(() => belfry[Symbol.asyncDispose]());

/** Sends what a process sends that is stopped while it reads something for it, for longer than a claim may last. */
async function sendWhileStopped(deps: EngineDeps, claim: ClaimedTurn): Promise<void> {
  const pool = new Proxy(deps.pool, {
    get(target, name) {
      if (name === 'query' || name === 'connect') claim.claimedAtMs -= 2 * claimAgeMs;
      return Reflect.get(target, name, target);
    },
  });
  await sendContact({ ...deps, pool }, claim, claim.turn.decision.contacts[0]!);
}

test('a claim that grows old while the settings of its address are read becomes no call', async () => {
  const webhook = new RecordingChannel('webhook');
  const deps = { ...belfry.deps, channels: new Map([[webhook.name, webhook]]) };
  const ann = await belfry.addPerson({ webhook: 'https://ann.example.com/' });
  const targets = [{ person: 'self' as const, channels: ['webhook'] }];
  const policy = await belfry.addPolicy([{ after: 'PT0S', targets }]);
  await belfry.addSchedule(ann, { policyId: policy.id });
  const { claimed } = await claimTurns(deps, await belfry.due(), 1);
  await sendWhileStopped(deps, claimed[0]!);
  expect(webhook.sent).toEqual([]);
  expect(await belfry.outcomesOf(claimed[0]!.turn)).toEqual(['0.0 failed call.not-begun']);
});

test('nor does one that grows old while it is looked up what a digest tells of', async () => {
  await belfry.setTenant({ throttlePerHour: 1 });
  const ann = await belfry.addPerson({ sms: '+12025550101' });
  await belfry.addSchedule(ann);
  await belfry.run();
  await belfry.moveTo('2027-01-15T09:00:01Z');
  await belfry.addSchedule(ann, { title: 'Walk' });
  await belfry.run();
  await belfry.moveTo('2027-01-15T10:00:00Z');
  const [claim] = await belfry.claimDue();
  expect(claim?.digest?.lines).toHaveLength(1);
  await sendWhileStopped(belfry.deps, claim!);
  expect(belfry.sms.sent).toHaveLength(1);
  expect(await belfry.outcomesOf(claim!.turn)).toEqual(['0.0 failed call.not-begun']);
});
