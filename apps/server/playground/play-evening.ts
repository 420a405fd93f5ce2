import { setTimeout as delay } from 'node:timers/promises';
import { callApiOf } from './call-api.ts';
import type { Playground } from './launch-playground.ts';
import type { Resident, Scene } from './playground-state.ts';
import { readTally, type Tally } from './read-tally.ts';

/** Something that happened, at an instant of the playground's clock. */
export type Beat = { at: string } & (
  | { kind: 'begin' }
  | { kind: 'message'; to: Resident; body: string }
  | { kind: 'ignored'; by: Resident; next: Resident }
  | { kind: 'killed' }
  | { kind: 'back'; afterMs: number }
  | { kind: 'answer'; from: Resident; text: string; reply: string }
  | { kind: 'withdrawn'; planned: number }
  | { kind: 'tally'; tally: Tally }
);

interface Message {
  to: string;
  body: string;
  at: string;
  inReplyTo: string | null;
}

const POLL_MS = 50;

/**
 * The evening of the console's scene for whoever watches elsewhere: Grandmother does not answer, the engine is killed
 * before her daughter's turn, Sophea answers, and what was planned for Dara never leaves. Every beat is read from the
 * playground's own API and books when it has happened.
 */
export async function* playEvening(playground: Playground, scene: Scene): AsyncGenerator<Beat> {
  const call = callApiOf(scene);
  const { grandmother, daughter, neighbour } = scene.household;
  const residents = [grandmother, daughter, neighbour];
  let seen = 0;
  let now = (await call<{ now: string }>('GET', '/sandbox/clock')).now;

  async function* advance(minutes: number): AsyncGenerator<Beat> {
    ({ now } = await call<{ now: string }>('POST', '/sandbox/clock', { advance: `PT${minutes}M` }));
    const messages = await call<Message[]>('GET', '/sandbox/messages');
    for (const { to, body, at, inReplyTo } of messages.slice(seen)) {
      const resident = residents.find(({ address }) => address === to);
      if (resident && inReplyTo === null) yield { at, kind: 'message', to: resident, body };
    }
    seen = messages.length;
  }

  yield { at: now, kind: 'begin' };
  yield* advance(2);
  yield* advance(4);
  yield { at: now, kind: 'ignored', by: grandmother, next: grandmother };
  yield* advance(1);
  yield* advance(4);
  yield { at: now, kind: 'ignored', by: grandmother, next: daughter };

  const began = performance.now();
  playground.killEngine();
  while (playground.state().engine !== 'dead') await delay(POLL_MS);
  yield { at: now, kind: 'killed' };
  // The clock does not pass what is due while nobody is there to do it.
  const beats = await Array.fromAsync(advance(1));
  while (playground.state().engine !== 'running') await delay(POLL_MS);
  yield { at: now, kind: 'back', afterMs: performance.now() - began };
  yield* beats;

  const planned = await plannedSteps(call);
  await call('POST', `/sandbox/handsets/${encodeURIComponent(daughter.address)}/reply`, { text: 'DONE' });
  await call('POST', '/sandbox/clock', { advance: 'PT0S' });
  const replies = await call<Message[]>('GET', `/sandbox/messages?to=${encodeURIComponent(daughter.address)}`);
  yield { at: now, kind: 'answer', from: daughter, text: 'DONE', reply: replies.at(-1)?.body ?? '' };
  seen += 1;
  yield* advance(60);
  yield { at: now, kind: 'withdrawn', planned };
  yield { at: now, kind: 'tally', tally: await readTally(scene.databaseUrl) };
}

/** What the timeline still announced a moment before the answer. */
async function plannedSteps(call: ReturnType<typeof callApiOf>): Promise<number> {
  const { data } = await call<{ data: { id: string }[] }>('GET', '/v1/occurrences?state=open');
  const [open] = data;
  if (!open) return 0;
  const { entries } = await call<{ entries: { type: string; channel: string | null }[] }>(
    'GET',
    `/v1/occurrences/${open.id}/timeline`,
  );
  return entries.filter(({ type, channel }) => type === 'planned' && channel !== null).length;
}
