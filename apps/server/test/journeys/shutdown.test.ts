import { startBelfry } from '@belfry/testkit/belfry-process';
import { expect, test, vi } from 'vitest';

test('an API that is told to stop says so and still answers, until whoever shares out requests has seen it', async () => {
  await using belfry = await startBelfry({ roles: 'api', env: { BELFRY_SHUTDOWN_GRACE_MS: '5000' } });
  const ready = async () => {
    const response = await fetch(`${belfry.base}/ready`);
    return { code: response.status, ...((await response.json()) as { status: string }) };
  };
  expect(await ready()).toMatchObject({ code: 200, status: 'ready' });
  process.kill(belfry.pid(), 'SIGTERM');
  await vi.waitFor(async () => expect(await ready()).toMatchObject({ code: 503, status: 'draining' }), {
    timeout: 4000,
  });
  await belfry.must('GET', '/v1/people');
  expect(await belfry.ended()).toMatchObject({ code: 0 });
  await expect(ready()).rejects.toThrow();
});
