import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { runBelfry } from '@belfry/testkit/program';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addPerson, occurrenceOf, remind, timelineOf } from './story.ts';

const annsPhone = '+12025550101';

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('on the embedded database', () => {
  let belfry: BelfryProcess;

  beforeAll(async () => {
    belfry = await startBelfry({ at: '2027-01-15T08:00:00Z', databaseUrl: '' });
  });

  afterAll(() => belfry.stop());

  async function postgresPid(): Promise<number> {
    const [line] = (await readFile(join(belfry.dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n');
    return Number(line);
  }

  test('it works', async () => {
    console.log(await postgresPid(), belfry.dataDir);
    expect(isAlive(await postgresPid())).toBe(true);
  });
});

describe('with a database of ours', () => {
  test('drain', async () => {
    const belfry = await startBelfry({
      at: '2027-01-15T08:00:00Z',
      env: { BELFRY_PROVIDER_TIMEOUT_MS: '1500' },
    });
    const ann = await addPerson(belfry, { name: 'Ann Archer', sms: annsPhone });
    await belfry.must('PUT', `/sandbox/handsets/${encodeURIComponent(annsPhone)}`, { chaos: { acceptThenHang: 1 } });
    const schedule = await remind(belfry, { person: ann, title: 'Take pills', at: '2027-01-15T09:00:00Z' });
    const t0 = performance.now();
    const lap = (w: string) => console.log(w, Math.round(performance.now() - t0));
    const moving = belfry.call('POST', '/sandbox/clock', { set: '2027-01-15T09:00:00Z' }).catch((error) => error).then((r) => { lap('moved'); console.log(r); });
    await expect.poll(() => belfry.messages(), { interval: 20 }).toHaveLength(1);
    lap('recorded');
    await belfry.restart();
    lap('restarted');
    await moving;
    await belfry.setClock('2027-01-15T09:00:00Z');
    console.log(await timelineOf(belfry, await occurrenceOf(belfry, schedule)));
    console.log(belfry.log());
    await belfry.stop();
  });
});
