import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Program, runStart } from '@belfry/testkit/program';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** What somebody meets who types it: the script, the console, the embedded database and the clock of the machine. */
let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'belfry-journey-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

interface Started {
  program: Program;
  /** Where the printed link leads. */
  page: string;
  read<T>(path: string): Promise<T>;
}

async function start(): Promise<Started> {
  const program = await runStart(['--as', 'greetings'], { BELFRY_DATA: dataDir, PORT: '0', DATABASE_URL: '' });
  const link = () => /http\S+\/sign-in\/\S+/.exec(program.log())?.[0];
  await expect.poll(() => link() ?? program.hasEnded(), { timeout: 240_000 }).toBeTruthy();
  // What its button does, which is shown to whoever is no browser.
  const answer = await fetch(link() ?? program.log(), { method: 'POST', redirect: 'manual' });
  const page = new URL(answer.headers.get('location') ?? '', answer.url);
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return {
    program,
    page: page.pathname,
    read: async <T>(path: string) => (await (await fetch(new URL(path, page), { headers: { cookie } })).json()) as T,
  };
}

const end = async ({ program }: Started) => {
  program.kill('SIGTERM');
  expect(await program.ended, program.log()).toEqual({ code: 0, signal: null });
};
const countPeople = async ({ read }: Started) => (await read<{ data: unknown[] }>('/v1/people?limit=200')).data.length;

test('npm start -- --as greetings opens on people being greeted, and adds nobody the second time', async () => {
  const first = await start();
  expect(first.page).toBe('/greetings');
  expect(first.program.log()).toContain('greetings: switched on for 60 people who do not exist');
  expect(first.program.log()).toContain(`stop Belfry and delete ${dataDir}`);
  expect(await countPeople(first)).toBe(60);
  expect(await first.read('/v1/greetings/settings')).toMatchObject({ enabled: true });
  // Somewhere it is past nine of the day, whatever the hour here.
  const sent = () => first.read<{ subject: string }[]>('/sandbox/messages?channel=email');
  await expect.poll(async () => (await sent()).length, { timeout: 60_000 }).toBeGreaterThan(0);
  await end(first);

  const second = await start();
  expect(second.page).toBe('/greetings');
  expect(second.program.log()).toContain('no people were made up, for this organisation is in use already');
  expect(await countPeople(second)).toBe(60);
  await end(second);
}, 600_000);
