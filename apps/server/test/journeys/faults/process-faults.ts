import { expect } from 'vitest';
import { countOutcomes, type Fault } from './fault.ts';
import { zones } from './people.ts';

export const suspendedPastItsLease: Fault = {
  name: 'a server suspended for longer than its lease',
  async strike({ victim, withoutVictim, untilHeld }, batch) {
    await untilHeld([32, 32]);
    await batch.isUnderWay();
    await withoutVictim(async () => {
      process.kill(victim.pid(), 'SIGSTOP');
      // It wakes up to find that all it held is the other's, which is at it.
      await untilHeld([64]).finally(() => process.kill(victim.pid(), 'SIGCONT'));
    });
    await batch.isSettled();
    return { SIGSTOP: 1 };
  },
};

export const terminatedUnderLoad: Fault = {
  name: 'SIGTERM under load',
  async strike(scene, batch) {
    const { victim, withoutVictim, untilHeld } = scene;
    await untilHeld([32, 32]);
    await batch.isUnderWay();
    await withoutVictim(async () => {
      await victim.terminate();
      await batch.isSettled();
      // A provider may have been slow; that a call's end was lost is what must not be.
      expect(await countOutcomes(scene, batch, `reason = 'Nobody recorded how the call ended.'`)).toBe(0);
      await victim.restart();
    });
    return { SIGTERM: 1 };
  },
};

export const otherZoneData: Fault = {
  name: 'other time-zone data',
  async strike({ victim, survivor, postgres: { pool }, random, reminded }, { dueAt, isSettled }) {
    const zone = random.pick(zones);
    const schedules = reminded.filter(({ timeZone }) => timeZone === zone).map(({ scheduleId }) => scheduleId);
    const servers = [victim, survivor];
    await Promise.all(servers.map((server) => server.terminate()));
    // As older data would have planned: that zone half an hour away from where it is now.
    const { rowCount } = await pool.query(
      `UPDATE engine.wakeup SET due_at = due_at + $2::interval WHERE schedule_id = ANY($1) AND due_at >= $3 AND seq = 0`,
      [schedules, random.pick(['30 minutes', '-30 minutes']), dueAt.toString()],
    );
    await pool.query(`UPDATE engine.shard SET tz_version = '1999a'`);
    await Promise.all(servers.map((server) => server.restart()));
    const old = async () => (await pool.query(`SELECT FROM engine.shard WHERE tz_version = '1999a'`)).rowCount;
    await expect.poll(old, { timeout: 60_000, interval: 50 }).toBe(0);
    await isSettled();
    return { 'wake-ups moved': rowCount ?? 0 };
  },
};
