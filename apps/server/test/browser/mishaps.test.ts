import type { BelfryProcess } from '@belfry/testkit/belfry-process';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { hold, type OpenedBrowser } from './open-browser.ts';
import { signedIn } from './signed-in.ts';

let belfry: BelfryProcess;
let browser: OpenedBrowser;
let page: Page;

signedIn({ width: 1280, height: 800 }, (opened) => {
  ({ belfry, browser, page } = opened);
});

async function addPerson(name: string, address: string): Promise<string> {
  const contactPoints = [{ channel: 'sms', address }];
  const { id } = await belfry.must<{ id: string }>('POST', '/v1/people', { name, timeZone: 'UTC', contactPoints });
  return id;
}

async function remind(personId: string, title: string, inMinutes: number): Promise<string> {
  const { now } = (await belfry.must<{ clock: { now: string } }>('GET', '/v1/me')).clock;
  const at = Temporal.Instant.from(now).add({ minutes: inMinutes }).toString();
  const { id } = await belfry.must<{ id: string }>('POST', '/v1/schedules', {
    personId,
    title,
    rule: { type: 'once', at },
  });
  return id;
}

test('sending many again is stopped before the next; one of its own row leaves what was chosen alone', async () => {
  const address = '+12025550141';
  const handset = `/sandbox/handsets/${encodeURIComponent(address)}`;
  await belfry.must('PUT', handset, { persona: 'landline' });
  const personId = await addPerson('Lena Lind', address);
  for (const title of ['One', 'Two', 'Three', 'Four']) await remind(personId, title, 5);
  await belfry.advance('PT10M');
  await belfry.must('PUT', handset, { persona: 'person' });
  await page.goto(`${belfry.base}/dead-letters`);
  const rows = page.getByRole('listitem').filter({ has: page.getByRole('checkbox') });
  await rows.nth(3).waitFor();

  await rows.nth(0).getByRole('checkbox').click();
  await rows
    .nth(1)
    .getByRole('button', { name: /^Send again/ })
    .click();
  await rows.nth(3).waitFor({ state: 'detached' });
  await page.getByText('1 chosen').waitFor();

  await page.getByRole('checkbox', { name: /chosen/ }).click();
  await page.getByText('3 chosen').waitFor();
  await page.getByRole('button', { name: 'Send 3 again', exact: true }).click();
  const dialog = page.getByRole('dialog');
  const letGo = await hold(page, /\/replay$/);
  await dialog.getByRole('button', { name: 'Send 3 again', exact: true }).click();
  await dialog.getByRole('button', { name: 'Stop' }).click();
  letGo();
  await page.getByText('Stopped: 2 were left as they are.').waitFor();
  const { codes } = await belfry.must<{ codes: { count: number }[] }>('GET', '/v1/dead-letters/open');
  expect(codes.reduce((sum, { count }) => sum + count, 0)).toBe(2);
});

test('seven tabs are open at once, and each hears of what happens', async () => {
  const tabs: Page[] = [];
  try {
    for (let n = 0; n < 7; n++) {
      const tab = await browser.context.newPage();
      tabs.push(tab);
      await tab.goto(`${belfry.base}/people`);
      await tab.getByText('Live', { exact: true }).first().waitFor({ timeout: 30_000 });
    }
    await addPerson('Tab Tabor', '+12025550142');
    for (const tab of tabs) await tab.getByRole('link', { name: 'Tab Tabor' }).waitFor({ timeout: 30_000 });
  } finally {
    for (const tab of tabs) await tab.close();
  }
});

/** As a browser has it that knows no shared workers: what the page does can be held back, and so can its clock. */
async function withItsOwnStream(): Promise<void> {
  await page.addInitScript('delete window.SharedWorker');
}

test('what changes before the stream has begun is seen as soon as it has', async () => {
  const other = await browser.context.newPage();
  await other.goto(`${belfry.base}/people`);
  await other.getByText('Live', { exact: true }).first().waitFor({ timeout: 30_000 });
  await withItsOwnStream();
  const letGo = await hold(page, /\/v1\/stream$/);
  await page.goto(`${belfry.base}/people`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByRole('table').or(page.getByText('Nobody yet')).first().waitFor();
  await addPerson('Early Bird', '+12025550143');
  // It has been announced, to whoever listened.
  await other.getByRole('link', { name: 'Early Bird' }).waitFor({ timeout: 30_000 });
  await other.close();
  letGo();
  await page.getByRole('link', { name: 'Early Bird' }).waitFor();
});

test('a connection that nothing comes through any more is said to be cut, and is made again', async () => {
  await withItsOwnStream();
  await page.clock.install();
  await page.goto(`${belfry.base}/people`);
  const live = page.getByText('Live', { exact: true }).first();
  await live.waitFor();
  process.kill(belfry.pid(), 'SIGSTOP');
  try {
    await page.clock.fastForward(45_000);
    await page.getByText('Not live, reconnecting…').first().waitFor();
  } finally {
    process.kill(belfry.pid(), 'SIGCONT');
  }
  await live.waitFor();
});

test('what is half written is asked about before it is left', async () => {
  const personId = await addPerson('Nia North', '+12025550144');
  await page.goto(`${belfry.base}/people/${personId}/edit`);
  await page.getByRole('textbox', { name: 'City' }).fill('Oslo');
  await page.getByRole('heading', { level: 1 }).click();
  const question = page.getByRole('dialog', { name: 'Leave without saving?' });
  for (const leave of [
    () => page.keyboard.press('c'),
    () => page.getByRole('link', { name: 'Policies' }).first().click(),
  ]) {
    await leave();
    await question.getByRole('button', { name: 'Stay here' }).click();
    await question.waitFor({ state: 'detached' });
    expect(await page.getByRole('textbox', { name: 'City' }).inputValue()).toBe('Oslo');
  }
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('heading', { name: 'Nia North', level: 1 }).waitFor();
  expect(await question.count()).toBe(0);
});

test('what somebody else saves meanwhile neither takes away what is being typed nor is overwritten by it', async () => {
  await page.goto(`${belfry.base}/greetings`);
  const time = page.locator('input[type="time"]');
  await time.fill('10:15');
  const settings = await belfry.must<Record<string, unknown>>('GET', '/v1/greetings/settings');
  const { version: _, reaching: __, ...body } = settings;
  const heard = page.waitForResponse((response) => response.url().endsWith('/v1/greetings/settings'));
  await belfry.must('PUT', '/v1/greetings/settings', { ...body, sendTime: '07:30' });
  await heard;
  expect(await time.inputValue()).toBe('10:15');
  await page.getByRole('button', { name: 'Save', exact: true }).last().click();
  await page.getByRole('button', { name: 'Take over what stands there now' }).click();
  await expect.poll(() => time.inputValue()).toBe('07:30');
  expect(await belfry.must('GET', '/v1/greetings/settings')).toMatchObject({ sendTime: '07:30' });
});

test('an occasion is taken away after a question that says to how many it means something', async () => {
  await belfry.must('POST', '/v1/greetings/kinds', { name: 'name-day', title: 'Name day', field: 'nameDay' });
  await belfry.must('POST', '/v1/people', { name: 'Otis Orr', timeZone: 'UTC', dates: { nameDay: '2000-11-30' } });
  await belfry.must('PUT', '/v1/greetings/settings', { enabled: true });
  await page.goto(`${belfry.base}/greetings`);
  await page.getByRole('button', { name: 'Edit Name day' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'What it is called' }).fill('Names');
  await page.keyboard.press('Escape');
  await dialog.getByText('What you have typed is not saved.').waitFor();
  await dialog.getByRole('button', { name: 'Stay here' }).click();
  await dialog.getByRole('button', { name: 'Remove it' }).click();
  await dialog.getByText('One greeting of 2027 is of this occasion').waitFor();
  expect(await belfry.must('GET', '/v1/greetings/kinds/name-day')).toMatchObject({ title: 'Name day' });
  await dialog.getByRole('button', { name: 'Remove it' }).click();
  await page.getByRole('button', { name: 'Edit Name day' }).waitFor({ state: 'detached' });
});

test('nobody is asked to agree to a number that is not known yet', async () => {
  const personId = await addPerson('Pia Poe', '+12025550145');
  await remind(personId, 'Tea', 600);
  await page.goto(`${belfry.base}/people/${personId}`);
  await page.getByRole('heading', { name: 'Pia Poe', level: 1 }).waitFor();
  const letGo = await hold(page, /\/v1\/occurrences\?state=open/);
  await page.getByRole('button', { name: 'Remove this person' }).click();
  const dialog = page.getByRole('dialog', { name: 'Remove Pia Poe?' });
  await dialog.getByText('Counting what it stops…').waitFor();
  const remove = dialog.getByRole('button', { name: 'Remove Pia Poe', exact: true });
  expect(await remove.isDisabled()).toBe(true);
  letGo();
  await dialog.getByText('One reminder for Pia Poe stops.').waitFor();
  expect(await remove.isEnabled()).toBe(true);
});

test('what failed is said until somebody has seen it, and so is what could not be refreshed', async () => {
  const personId = await addPerson('Quin Quay', '+12025550146');
  const scheduleId = await remind(personId, 'Water the plants', 900);
  await belfry.must('POST', `/v1/schedules/${scheduleId}/pause`);
  await page.clock.install();
  await page.goto(`${belfry.base}/reminders/${scheduleId}`);
  await page.route(/\/resume$/, (route) => route.abort());
  await page.getByRole('button', { name: 'Resume', exact: true }).click();
  const notice = page.getByText('Water the plants could not be resumed');
  await notice.waitFor();
  await page.clock.fastForward(20_000);
  expect(await notice.isVisible()).toBe(true);

  const asked = new RegExp(`/v1/schedules/${scheduleId}$`);
  await page.route(asked, (route) => route.abort());
  await belfry.must('PATCH', `/v1/schedules/${scheduleId}`, { title: 'Water the roses' });
  const note = page.getByText('This could not be refreshed, and may be out of date.');
  await expect
    .poll(async () => {
      // It is tried twice more before it is said.
      await page.clock.fastForward(5_000);
      return note.count();
    })
    .toBe(1);
  await page.unroute(asked);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { name: 'Water the roses', level: 1 }).waitFor();
  await note.waitFor({ state: 'detached' });
});

test('what could not be asked is not taken for all being well', async () => {
  await page.route(/\/v1\/(waiting|warnings|dead-letters)\b/, (route) => route.fulfill({ status: 500, body: '' }));
  await page.goto(`${belfry.base}/`);
  const retry = page.getByRole('button', { name: 'Try again' });
  await expect.poll(() => retry.count()).toBe(3);
  expect(await page.getByText('Nobody is waiting').count()).toBe(0);
  await page.unroute(/\/v1\/(waiting|warnings|dead-letters)\b/);
  await page.reload();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await expect.poll(() => retry.count()).toBe(0);
});

test('the figures of a day stand under no other', async () => {
  await belfry.must('PUT', '/v1/greetings/settings', { enabled: true });
  await belfry.must('POST', '/v1/people', { name: 'Sol Sand', timeZone: 'Asia/Bangkok', birthDate: '1990-03-03' });
  await page.goto(`${belfry.base}/greetings?date=2027-03-03`);
  const zone = page.getByText(/Bangkok/).first();
  await zone.waitFor();
  const letGo = await hold(page, /\/v1\/greetings\/plan\?date=2027-03-04/);
  await page.getByRole('button', { name: 'The day after' }).click();
  await page.waitForURL(/2027-03-04/);
  await zone.waitFor({ state: 'detached' });
  letGo();
  await page.getByText('Nobody is greeted on this day').waitFor();
});

test('more of a list that cannot be had is said to be, and asked for again', async () => {
  for (let n = 0; n < 51; n++) await addPerson(`Many ${n}`, `+120255503${String(n).padStart(2, '0')}`);
  await page.goto(`${belfry.base}/people`);
  const more = page.getByRole('button', { name: 'Show more people' });
  await more.waitFor();
  await page.route(/cursor=/, (route) => route.fulfill({ status: 500, body: '' }));
  await more.click();
  const retry = page.getByRole('button', { name: 'Try again' });
  await retry.waitFor();
  await page.unroute(/cursor=/);
  await retry.click();
  await page.getByRole('link', { name: 'Many 0', exact: true }).waitFor();
});
