import type { BelfryProcess } from '@belfry/testkit/belfry-process';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { choose, hold } from './open-browser.ts';
import { signedIn } from './signed-in.ts';

let belfry: BelfryProcess;
let page: Page;

signedIn({ width: 1280, height: 800 }, (opened) => {
  ({ belfry, page } = opened);
});
beforeAll(async () => {
  await belfry.must('PUT', '/v1/greetings/settings', { enabled: true });
});

const save = () => page.getByRole('button', { name: 'Save', exact: true }).last();
const takeOver = () => page.getByRole('button', { name: 'Take over what stands there now' });

/** Holds back what is asked at this address until it is given up, unanswered. */
async function lose(url: RegExp, method: string): Promise<() => void> {
  const gate = Promise.withResolvers<void>();
  await page.route(url, async (route) => {
    if (route.request().method() !== method) return route.fallback();
    await gate.promise;
    await route.abort();
  });
  return gate.resolve;
}

test('what a person wants otherwise is not overwritten, and whoever saves it is told why', async () => {
  const { id } = await belfry.must<{ id: string }>('POST', '/v1/people', {
    ...{ name: 'Rita Rook', timeZone: 'UTC', birthDate: '1990-06-01' },
  });
  await page.goto(`${belfry.base}/people/${id}`);
  const time = page.locator('input[type="time"]');
  await time.fill('10:15');
  const heard = page.waitForResponse((response) => response.url().endsWith(`/v1/greetings/people/${id}`));
  await belfry.must('PUT', `/v1/greetings/people/${id}`, { muted: false, sendTime: '07:30', leapDay: null });
  await heard;
  await save().click();
  await takeOver().click();
  await expect.poll(() => time.inputValue()).toBe('07:30');
});

test('what is typed while a save is under way stays, and is saved next', async () => {
  await page.goto(`${belfry.base}/greetings`);
  const time = page.locator('input[type="time"]');
  await time.fill('10:15');
  const letGo = await hold(page, /\/v1\/greetings\/settings$/, 'PUT');
  await save().click();
  await time.fill('11:45');
  letGo();
  await page.getByText('Greetings are set').waitFor();
  expect(await time.inputValue()).toBe('11:45');
  expect(await belfry.must('GET', '/v1/greetings/settings')).toMatchObject({ sendTime: '10:15' });
  await save().click();
  await expect.poll(() => belfry.must('GET', '/v1/greetings/settings')).toMatchObject({ sendTime: '11:45' });
});

test('a save that fails says so, though more was typed while it was under way', async () => {
  await page.goto(`${belfry.base}/greetings`);
  const time = page.locator('input[type="time"]');
  await time.fill('12:15');
  const giveUp = await lose(/\/v1\/greetings\/settings$/, 'PUT');
  await save().click();
  await time.fill('12:45');
  giveUp();
  const note = page.getByText('The server could not be reached');
  await note.waitFor();
  await time.fill('13:15');
  await note.waitFor({ state: 'detached' });
});

test('what is typed while a snooze is under way does not let go of it', async () => {
  const { id: personId } = await belfry.must<{ id: string }>('POST', '/v1/people', {
    name: 'Sia Sol',
    timeZone: 'UTC',
  });
  const { id: scheduleId } = await belfry.must<{ id: string }>('POST', '/v1/schedules', {
    ...{ personId, title: 'Pills', rule: { type: 'once', at: '2027-01-16T09:00:00Z' } },
  });
  const { data } = await belfry.must<{ data: { id: string }[] }>('GET', `/v1/occurrences?scheduleId=${scheduleId}`);
  await page.goto(`${belfry.base}/occurrences/${data[0]?.id}`);
  await page.getByRole('heading', { name: 'Pills', level: 1 }).waitFor();
  await page.keyboard.press('s');
  const dialog = page.getByRole('dialog', { name: /^Snooze/ });
  const words = dialog.getByLabel('Or in your own words');
  await words.fill('until tomorrow');
  const giveUp = await lose(/\/snooze$/, 'POST');
  const snooze = dialog.getByRole('button', { name: 'Snooze', exact: true });
  await snooze.click();
  await words.fill('until tomorrow at 8am');
  expect(await snooze.isDisabled()).toBe(true);
  giveUp();
  await dialog.getByText('The server could not be reached').waitFor();
});

test('what is typed while somebody is added to stand by a person does not let go of them', async () => {
  const add = (name: string) => belfry.must<{ id: string }>('POST', '/v1/people', { name, timeZone: 'UTC' });
  const { id } = await add('Tessa Thorn');
  await add('Ugo Umber');
  await page.goto(`${belfry.base}/people/${id}`);
  await page.getByRole('button', { name: 'Add somebody' }).click();
  await choose(page, 'Person', 'Ugo', 'Ugo Umber');
  const dialog = page.getByRole('dialog', { name: 'Who stands by Tessa Thorn?' });
  const role = dialog.getByRole('combobox', { name: 'Role' });
  await role.fill('son');
  const giveUp = await lose(/\/relationships$/, 'POST');
  const submit = dialog.locator('button[type="submit"]');
  await submit.click();
  await role.fill('stepson');
  expect(await submit.isDisabled()).toBe(true);
  giveUp();
  await dialog.getByText('The server could not be reached').waitFor();
});

test('a reminder to which more is typed while it is saved is not left before that is saved too', async () => {
  const { id: personId } = await belfry.must<{ id: string }>('POST', '/v1/people', {
    ...{ name: 'Remo Ray', timeZone: 'UTC', contactPoints: [{ channel: 'sms', address: '+12025550151' }] },
  });
  const { id } = await belfry.must<{ id: string }>('POST', '/v1/schedules', {
    ...{ personId, title: 'Tea', rule: { type: 'rrule', rrule: 'FREQ=DAILY' }, localTime: '18:00' },
  });
  await page.goto(`${belfry.base}/reminders/${id}/edit`);
  const title = page.getByRole('textbox', { name: 'Title' });
  await title.fill('Green tea');
  const letGo = await hold(page, new RegExp(`/v1/schedules/${id}$`), 'PATCH');
  const submit = page.locator('button[type="submit"]');
  await submit.click();
  await title.fill('Green tea with milk');
  letGo();
  await expect.poll(() => belfry.must('GET', `/v1/schedules/${id}`)).toMatchObject({ title: 'Green tea' });
  await expect.poll(() => submit.isEnabled()).toBe(true);
  expect(await title.inputValue()).toBe('Green tea with milk');
  await submit.click();
  await page.getByRole('heading', { name: 'Green tea with milk', level: 1 }).waitFor();
  expect(await belfry.must('GET', `/v1/schedules/${id}`)).toMatchObject({ title: 'Green tea with milk' });
});

test('a new reminder that is typed on says that somebody else was faster, and that this cannot be read', async () => {
  await belfry.must('POST', '/v1/people', { name: 'Wanda Wolf', timeZone: 'UTC' });
  await page.goto(`${belfry.base}/reminders/new`);
  await choose(page, 'Person', 'Wanda', 'Wanda Wolf');
  const title = page.getByRole('textbox', { name: 'Title' });
  await title.fill('Swim');
  const letGo = await hold(page, /\/v1\/schedules$/, 'POST');
  const submit = page.locator('button[type="submit"]');
  await submit.click();
  await title.fill('Swim far');
  letGo();
  await page.getByText('Created: Swim').waitFor();
  const { data } = await belfry.must<{ data: { id: string; title: string }[] }>('GET', '/v1/schedules');
  const { id } = data.find((one) => one.title === 'Swim')!;
  await belfry.must('PATCH', `/v1/schedules/${id}`, { title: 'Swim together' });
  await submit.click();
  await takeOver().waitFor();
  const asked = new RegExp(`/v1/schedules/${id}$`);
  await page.route(asked, (route) => route.fulfill({ status: 500, body: '' }));
  await takeOver().click();
  await page.getByText('HTTP 500').waitFor();
  await page.unroute(asked);
  await takeOver().click();
  await expect.poll(() => title.inputValue()).toBe('Swim together');
});

test('a form is left with the answer, and not a moment later, in which what is typed would be lost', async () => {
  const { id: personId } = await belfry.must<{ id: string }>('POST', '/v1/people', {
    name: 'Vera Vole',
    timeZone: 'UTC',
  });
  const schedule = { personId, title: 'Walk', rule: { type: 'rrule', rrule: 'FREQ=DAILY' }, localTime: '18:00' };
  const { id: scheduleId } = await belfry.must<{ id: string }>('POST', '/v1/schedules', schedule);
  const steps = [{ after: 'PT0S', targets: [{ person: 'self', channels: ['sms'] }] }];
  const { id: policyId } = await belfry.must<{ id: string }>('POST', '/v1/policies', { name: 'Asks', steps });
  for (const [path, field, text] of [
    [`people/${personId}`, 'Name', 'Vera Volt'],
    [`reminders/${scheduleId}`, 'Title', 'Long walk'],
    // It keeps its name, and its steps are its next version's.
    [`policies/${policyId}`, null, 'Asks'],
  ] as const) {
    await page.goto(`${belfry.base}/${path}/edit`);
    const submit = page.locator('button[type="submit"]');
    await submit.waitFor();
    if (field) await page.getByRole('textbox', { name: field, exact: true }).fill(text);
    // What it reads again is slow.
    const letGo = await hold(page, /\/v1\/(people|schedules|policies)(\/[\w-]+)?$/, 'GET');
    await submit.click();
    await page.waitForURL((url) => url.pathname === `/${path}`);
    await page.getByRole('heading', { name: text, level: 1 }).waitFor();
    letGo();
  }
});

test('a dialogue whose save is under way stays until it is answered; what is typed meanwhile keeps it open', async () => {
  await belfry.must('POST', '/v1/greetings/kinds', { name: 'name-day', title: 'Name day', field: 'nameDay' });
  await page.goto(`${belfry.base}/greetings`);
  await page.getByRole('button', { name: 'Edit Name day' }).click();
  const dialog = page.getByRole('dialog');
  const title = dialog.getByRole('textbox', { name: 'What it is called' });
  await title.fill('Names');
  const letGo = await hold(page, /\/v1\/greetings\/kinds\/name-day$/, 'PATCH');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  const cancel = dialog.getByRole('button', { name: 'Cancel', exact: true });
  await expect.poll(() => cancel.isDisabled()).toBe(true);
  await page.keyboard.press('Escape');
  await title.fill('Names and more');
  letGo();
  await page.getByText('Names is saved').waitFor();
  expect(await title.inputValue()).toBe('Names and more');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(await belfry.must('GET', '/v1/greetings/kinds/name-day')).toMatchObject({ title: 'Names and more' });
});

test('an occasion that somebody else was faster to change is removed once that was taken over', async () => {
  await belfry.must('POST', '/v1/greetings/kinds', { name: 'jubilee', title: 'Jubilee', field: 'jubilee' });
  await page.goto(`${belfry.base}/greetings`);
  await page.getByRole('button', { name: 'Edit Jubilee' }).click();
  const dialog = page.getByRole('dialog');
  const title = dialog.getByRole('textbox', { name: 'What it is called' });
  await title.fill('Mine');
  await belfry.must('PATCH', '/v1/greetings/kinds/jubilee', { title: 'Theirs' });
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await takeOver().click();
  await expect.poll(() => title.inputValue()).toBe('Theirs');
  await dialog.getByRole('button', { name: 'Remove it' }).click();
  await dialog.getByRole('alert').getByRole('button', { name: 'Remove it' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Edit Theirs' }).waitFor({ state: 'detached' });
});
