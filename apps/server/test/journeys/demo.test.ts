import { tmpdir } from 'node:os';
import { runBelfry } from '@belfry/testkit/program';
import { expect, test } from 'vitest';

interface Beat {
  kind: string;
  at: string;
  to?: { name: string };
  tally?: { messages: number; twice: number; lost: number };
}

const env = { TMPDIR: process.env.TMPDIR ?? tmpdir() };

test('the demo tells the evening to its end: she is asked twice, her daughter answers, nothing is doubled or lost', async () => {
  const demo = await runBelfry(['demo', '--json'], env);
  expect((await demo.ended).code, demo.log()).toBe(0);
  const { simulated, beats } = JSON.parse(demo.stdout()) as { simulated: boolean; beats: Beat[] };
  expect(simulated).toBe(true);
  expect(beats.flatMap(({ kind, to }) => (kind === 'message' ? [to?.name] : []))).toEqual([
    'Grandmother Maly',
    'Grandmother Maly',
    'Sophea',
  ]);
  expect(beats.map(({ kind }) => kind)).toEqual([
    'begin',
    'message',
    'ignored',
    'message',
    'ignored',
    'killed',
    'back',
    'message',
    'answer',
    'withdrawn',
    'tally',
  ]);
  expect(beats.at(-1)?.tally).toMatchObject({ messages: 3, twice: 0, lost: 0 });
}, 180_000);

test('Ctrl-C ends the demo and everything it has started', async () => {
  const demo = await runBelfry(['demo'], env);
  await expect.poll(() => demo.log(), { timeout: 60_000 }).toContain('two processes');
  demo.kill('SIGINT');
  expect((await demo.ended).code, demo.log()).toBe(130);
}, 120_000);
