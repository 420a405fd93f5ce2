import { startBelfry } from '@belfry/testkit/belfry-process';
import { expect, test } from 'vitest';
import { hold, look, openBrowser } from './open-browser.ts';
import { signIn } from './signed-in.ts';

test('delivery is stopped and begun again after a question that says what that does, and limits are set', async () => {
  await using belfry = await startBelfry({ at: '2027-01-15T13:58:00Z' });
  await using browser = await openBrowser({ width: 360, height: 740 });
  const { page, complaints } = browser;
  page.setDefaultTimeout(60_000);
  const contactPoints = [{ channel: 'sms', address: '+12025550151' }];
  const ann = await belfry.must<{ id: string }>('POST', '/v1/people', { name: 'Ann', timeZone: 'UTC', contactPoints });
  const targets = [{ person: 'self', channels: ['sms'] }];
  const policy = await belfry.must<{ id: string }>('POST', '/v1/policies', {
    name: 'Asks',
    steps: [{ after: 'PT0S', targets }],
  });
  const remind = (title: string, at: string) =>
    belfry.must('POST', '/v1/schedules', { personId: ann.id, policyId: policy.id, title, rule: { type: 'once', at } });
  await remind('Pills', '2027-01-15T14:00:00Z');
  await belfry.advance('PT5M');
  expect(await belfry.messages()).toHaveLength(1);

  await signIn(page, belfry);
  await page.goto(`${belfry.base}/settings`);
  await page.getByText('Messages go out.').waitFor();
  await look(page, 'settings');
  await page.getByRole('button', { name: 'Stop all delivery' }).click();
  const stopping = page.getByRole('dialog', { name: 'Stop all delivery?' });
  await stopping.getByText('One occurrence waits for an answer: its further steps reach nobody.').waitFor();
  await look(page, 'before all delivery is stopped');
  await stopping.getByRole('button', { name: 'Stop all delivery', exact: true }).click();
  await page.getByText('Nothing is sent to anybody. What is due is recorded').waitFor();
  expect(await belfry.must('GET', '/v1/settings')).toMatchObject({ delivery: 'disabled' });
  await remind('Walk', '2027-01-15T14:10:00Z');
  await belfry.advance('PT15M');
  expect(await belfry.messages()).toHaveLength(1);

  await page.getByRole('spinbutton', { name: 'For one person in an hour' }).fill('0');
  await page.getByRole('spinbutton', { name: 'SMS' }).fill('25');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.locator('[aria-invalid="true"]:focus').waitFor();
  await look(page, 'a limit that cannot be');
  await page.getByRole('spinbutton', { name: 'For one person in an hour' }).fill('4');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('The limits are set').waitFor();
  const limits = { throttlePerHour: 4, ratesPerSecond: { sms: 25 } };
  expect(await belfry.must('GET', '/v1/settings')).toMatchObject({ delivery: 'disabled', ...limits });
  await page.getByRole('spinbutton', { name: 'For one person in an hour' }).press('End');
  await page.keyboard.press('-');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Type a whole number, or leave it empty').waitFor();
  await page.locator('[aria-invalid="true"]:focus').waitFor();
  expect(await belfry.must('GET', '/v1/settings')).toMatchObject(limits);
  await page.getByRole('spinbutton', { name: 'For one person in an hour' }).fill('4');

  await page.getByRole('button', { name: 'Deliver again' }).click();
  const beginning = page.getByRole('dialog', { name: 'Deliver again?' });
  await beginning.getByRole('button', { name: 'Deliver again', exact: true }).click();
  await page.getByText('Messages go out.').waitFor();
  expect(await belfry.must('GET', '/v1/settings')).toMatchObject({ delivery: 'active', ...limits });
  expect(complaints.filter((complaint) => !/status of 400/.test(complaint))).toEqual([]);
}, 300_000);

test('what somebody else switches is followed, and holds up neither a stop nor a limit that is half typed', async () => {
  await using belfry = await startBelfry({ at: '2027-01-15T13:58:00Z' });
  await using browser = await openBrowser({ width: 1280, height: 800 });
  const { page } = browser;
  page.setDefaultTimeout(60_000);
  const switchTo = (delivery: 'active' | 'disabled') => belfry.must('PATCH', '/v1/settings', { delivery });
  await signIn(page, belfry);
  await page.goto(`${belfry.base}/settings`);
  await page.getByText('Live', { exact: true }).first().waitFor();
  await page.getByText('Messages go out.').waitFor();
  await page.getByRole('spinbutton', { name: 'SMS' }).fill('7');

  await page.getByRole('button', { name: 'Stop all delivery' }).click();
  const stopping = page.getByRole('dialog', { name: 'Stop all delivery?' });
  await stopping.waitFor();
  await switchTo('disabled');
  await page.getByText('Nothing is sent to anybody. What is due is recorded').waitFor();
  expect(await stopping.isVisible()).toBe(true);
  const letGo = await hold(page, /\/v1\/settings$/, 'GET');
  await switchTo('active');
  await stopping.getByRole('button', { name: 'Stop all delivery', exact: true }).click();
  await page.getByText('Delivery is stopped').waitFor();
  letGo();
  expect(await belfry.must('GET', '/v1/settings')).toMatchObject({ delivery: 'disabled' });

  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('The limits are set').waitFor();
  const saved = { delivery: 'disabled', ratesPerSecond: { sms: 7 } };
  expect(await belfry.must('GET', '/v1/settings')).toMatchObject(saved);
}, 300_000);
