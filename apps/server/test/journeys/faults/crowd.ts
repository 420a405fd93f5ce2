import { isThorough } from '@belfry/testkit/thorough';
import { expect } from 'vitest';
import { foundOrganisation } from '../found-organisation.ts';
import type { Batch } from './batch.ts';
import type { Fault } from './fault.ts';
import type { Scene } from './scene.ts';

/**
 * For each of the neighbours, who have one reminder. Many: of two processes one may look a moment later than the other, in
 * which a hundred of the crowd leave. The thorough run has three times as many neighbours.
 */
const times = isThorough ? 20 : 30;

/** What a crowd of another tenant must not do to those beside it: keep them waiting. */
export const crowdBeside: Fault = {
  name: 'a crowd of another tenant at the same instant',
  async strike(scene, batch) {
    const crowd = await greetCrowd(scene, batch, scene.reminded.length * times);
    await batch.isSettled();
    const places = await placesOfNeighbours(scene, batch);
    const last = places.at(-1) ?? 0;
    // A quarter of what leaves is the crowd's as long as there are neighbours, and each of these may be tried twice.
    expect(last, `places of the neighbours: ${places.join()}`).toBeLessThan(crowd / 4);
    return { crowd, 'of it behind the last neighbour': crowd + places.length - last };
  },
};

/** Birthdays of one day in one zone, planned when the organisation begins to greet: what puts much into the bulk lane. */
async function greetCrowd({ survivor }: Scene, { dueAt }: Batch, count: number): Promise<number> {
  const crowd = await foundOrganisation(survivor, 'Crowd');
  const local = dueAt.toZonedDateTimeISO('UTC');
  const birthDate = local.toPlainDate().subtract({ years: 30 });
  const rows = Array.from(
    { length: count },
    (_, n) => `Somebody ${n},+1303555${String(n).padStart(4, '0')},UTC,${birthDate}`,
  );
  const response = await fetch(`${survivor.base}/v1/people/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${crowd.key}`, 'content-type': 'text/csv' },
    body: ['name,phone,timeZone,birthDate', ...rows].join('\n'),
  });
  expect(await response.json()).toMatchObject({ state: 'done', added: count });
  await crowd.must('PUT', '/v1/greetings/settings', { sendTime: local.toPlainTime().toString().slice(0, 5) });
  return count;
}

/** Where among all that the network has taken since stand the first messages of the neighbours, from 1 on, in order. */
async function placesOfNeighbours({ postgres, reminded }: Scene, { dueAt }: Batch): Promise<number[]> {
  const { rows } = await postgres.pool.query<{ to: string }>(
    `SELECT "to" FROM sandbox.message WHERE direction = 'outbound' AND at >= $1 ORDER BY id`,
    [dueAt.toString()],
  );
  const taken = rows.map(({ to }) => to);
  const firsts = reminded.map(({ messages: [first = ''] }) => taken.indexOf(first.replace('sms ', '')) + 1);
  return firsts.toSorted((a, b) => a - b);
}
