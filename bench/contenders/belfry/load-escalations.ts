import { dueAt } from './due-at.ts';
import { tenant } from './ids.ts';
import { intoMigrated, loadReminders } from './load-reminders.ts';

const policyId = '00000005-0000-7000-8000-000000000000';
export const stepsOfPolicy = 3;

/**
 * The clock begins here: all three steps are due, each as soon as the one before has been taken, and none is late enough
 * to be moved. Nothing waits for time to pass, so what is measured is the work.
 */
export const allStepsDueAt = new Date(Date.parse(dueAt) + 10_000).toISOString();

const definition = {
  steps: ['PT0S', 'PT1S', 'PT2S'].map((after) => ({
    after,
    targets: [{ person: 'self', channels: ['sms'] }],
    message: null,
    repeat: null,
  })),
  fallback: null,
  repageAfter: null,
  patience: 'PT30M',
  onUnknown: 'again',
};

/** Reminders that wait for an answer, and call three times for it. */
export function loadEscalations(databaseUrl: string, count: number): Promise<void> {
  return intoMigrated(databaseUrl, async (client) => {
    await client.query(
      `INSERT INTO engine.policy (id, tenant_id, name, version, created_at) VALUES ($1, ${tenant}, 'Three steps', 1, now())`,
      [policyId],
    );
    await client.query(
      `INSERT INTO engine.policy_version (policy_id, version, tenant_id, definition, created_at)
       VALUES ($1, 1, ${tenant}, $2, now())`,
      [policyId, JSON.stringify(definition)],
    );
    await loadReminders(client, { count, dueAt, everyMs: 0, policyId });
  });
}
