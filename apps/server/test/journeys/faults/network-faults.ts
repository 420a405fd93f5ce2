import { moveClock } from '@belfry/testkit/chaos/move-clock';
import { expect } from 'vitest';
import { countOutcomes, type Fault } from './fault.ts';
import type { Scene } from './scene.ts';

const always = { probability: 1 };

async function setChaos({ survivor, seed }: Scene, chaos: Record<string, unknown>): Promise<void> {
  await survivor.must('PUT', '/sandbox/chaos', { seed: String(seed), chaos });
}

export const timeOutAfterAccepting: Fault = {
  name: 'a provider that times out after accepting',
  async strike(scene, batch) {
    await setChaos(scene, { acceptThenHang: { probability: 0.3 } });
    await batch.isSettled();
    const { rows } = await scene.postgres.pool.query<{ count: number }>(
      `SELECT count(*)::int FROM sandbox.message WHERE at >= $1 AND struck -> 'faults' ? 'acceptThenHang'`,
      [batch.dueAt.toString()],
    );
    return { 'time-outs': rows[0]?.count ?? 0 };
  },
};

export const stormOf429: Fault = {
  name: 'a storm of 429 with Retry-After',
  async strike(scene, batch) {
    const { survivor } = scene;
    await setChaos(scene, { tooManyRequests: always, retryAfterSeconds: 45 });
    await batch.isSettled();
    const refusals = await countOutcomes(scene, batch, `code = 'sms.too-many-requests'`);
    await survivor.must('DELETE', '/sandbox/chaos');
    await moveClock(survivor, batch.dueAt.add({ seconds: 44 }));
    // Whoever asks for patience has it, although by now nothing would be refused.
    expect(await survivor.messages(`?since=${batch.dueAt.toString()}`)).toEqual([]);
    return { refusals };
  },
};

export const stormOf5xx: Fault = {
  name: 'a storm of 5xx, and the breaker',
  async strike(scene, batch) {
    await setChaos(scene, { serverError: always });
    await batch.isSettled();
    const open = await Promise.all([scene.victim, scene.survivor].map(hasOpenBreaker));
    return {
      '5xx': await countOutcomes(scene, batch, `status = 'unknown' AND reason LIKE 'Twilio answered 5%'`),
      'breakers open': open.filter(Boolean).length,
      'calls not made': await countOutcomes(scene, batch, `code = 'channel.breaker-open'`),
    };
  },
};

async function hasOpenBreaker({ base }: { base: string }): Promise<boolean> {
  const metrics = await (await fetch(`${base}/metrics`)).text();
  return /^belfry_channel_breaker\{channel="sms"\} 3$/m.test(metrics);
}
