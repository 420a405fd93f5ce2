import type { ApiClient } from '@belfry/testkit/api-client';
import type { Household } from './household.ts';

/**
 * A bad month at the phone network. What ends in the dark is rarer than what merely arrives oddly: each such end holds
 * the virtual clock for seconds of real time, until it has been looked up.
 */
const usual = {
  reset: 0.01,
  serverError: 0.01,
  tooManyRequests: 0.01,
  refuse: 0.005,
  acceptThenHang: 0.005,
  acceptThenReset: 0.01,
  acceptThenServerError: 0.01,
  slow: 0.02,
  slowMs: 300,
  retryAfterSeconds: 45,
  dropCallbacks: 0.05,
  duplicateCallbacks: 0.2,
  reorderCallbacks: 0.2,
  delayCallbacks: 0.1,
  callbackDelay: 'PT17M',
  forgeCallbacks: 0.1,
};

/**
 * Beside what strikes anybody by the seed, some have a handset of their own kind, and each fault that matters most
 * strikes somebody for certain, however short the test is. A handset's own fault, once used up, does not come again.
 */
export async function makeTrouble(belfry: ApiClient, { members }: Household, seed: number): Promise<void> {
  await belfry.must('PUT', '/sandbox/chaos', { seed: String(seed), chaos: usual });
  const handset = (address: string, settings: Record<string, unknown>) =>
    belfry.must('PUT', `/sandbox/handsets/${encodeURIComponent(address)}`, settings);
  const [a, b, c, d, e, f, g] = members;
  if (!a || !b || !c || !d || !e || !f || !g) throw new Error('The household is too small for its troubles.');
  await handset(a.sms, { chaos: { acceptThenHang: 1 } });
  await handset(a.email, { chaos: { acceptThenHang: 1 } });
  await handset(b.sms, { chaos: { acceptThenReset: 1 } });
  await handset(c.sms, { chaos: { serverError: 1, duplicateCallbacks: { probability: 1 } } });
  await handset(d.sms, { persona: { name: 'answers', after: 'PT4M' }, chaos: { forgeCallbacks: { probability: 1 } } });
  await handset(e.sms, { persona: 'late-receipts' });
  await handset(f.sms, { persona: 'unreachable' });
  // By its name: of what has been answered already the first button would be another one, such as to go on after a pause.
  await handset(g.email, { persona: { name: 'answers-by-link', after: 'PT3M', button: 'complete' } });
}
