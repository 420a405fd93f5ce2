import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { choose, look, openBrowser, takePicture, widths } from './open-browser.ts';
import { signIn } from './signed-in.ts';

const at = '2027-01-15T13:58:00Z';
const maly = '+12025550101';
const sophea = '+12025550102';

test.each(widths)(
  'people, reminders, policies, snoozes and dead letters from day to day, at %s width',
  async (width, viewport) => {
    await using belfry = await startBelfry({ at });
    await using browser = await openBrowser(viewport);
    const { page, complaints } = browser;
    page.setDefaultTimeout(60_000);
    const journey: Journey = { belfry, page, width, look: (place) => look(page, place) };

    await signIn(page, belfry);
    await addAPerson(journey);
    await editThePerson(journey);
    await askForConsent(journey);
    await writeAPolicy(journey);
    await remindEveryWeek(journey);
    await snoozeInWords(journey);
    await replayADeadLetter(journey);
    await seeTheActivity(journey);
    await pauseAndResume(journey);
    await keepAPolicyInUse(journey);
    const removed = await removeAndBringBack(journey);
    await keepACalendarOfHolidays(journey);
    await notifyThisBrowser(journey);
    await discardMoreThanAreShown(journey);
    // A refusal that the journey provokes is no complaint of the page's; nor is that a page learns of a removal, by the
    // stream, before the answer to its own request, and reads again what has just gone.
    const provoked = (complaint: string) =>
      /status of (400|409|412|422)/.test(complaint) ||
      (/status of 404/.test(complaint) && complaint.includes(`/v1/people/${removed}`));
    expect(complaints.filter((complaint) => !provoked(complaint))).toEqual([]);
  },
  600_000,
);

interface Journey {
  belfry: BelfryProcess;
  page: Page;
  width: string;
  look(place: string): Promise<void>;
}

async function addAPerson({ belfry, page, look: judge }: Journey): Promise<void> {
  await page.goto(`${belfry.base}/people`);
  await page.getByRole('heading', { name: 'Nobody yet' }).waitFor();
  await judge('people, empty');
  await page.getByRole('button', { name: 'Add a person', exact: true }).click();
  const form = page.getByRole('dialog', { name: 'Add a person' });
  await form.getByRole('textbox', { name: 'Name' }).fill('Maly Chan');
  await form.getByLabel('Phone').fill('+1 (202) 555-0101');
  await form.getByLabel('Email').fill('maly@example.com');
  await choose(page, 'Time zone', 'phnom', /Phnom Penh/);
  await form.getByRole('button', { name: 'Add a person', exact: true }).click();
  await page.getByRole('link', { name: 'Maly Chan' }).waitFor();
  await belfry.must('POST', '/v1/people', {
    name: 'Sophea Chan',
    timeZone: 'Europe/London',
    contactPoints: [{ channel: 'sms', address: sophea }],
  });

  // Somebody else added her: the list hears of it by itself, and the search finds her by her number.
  await page.getByRole('link', { name: 'Sophea Chan' }).waitFor();
  await judge('people');
  await page.getByRole('searchbox').fill('0102');
  await page.getByRole('link', { name: 'Maly Chan' }).waitFor({ state: 'detached' });
  expect(new URL(page.url()).searchParams.get('q')).toBe('0102');
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByRole('link', { name: 'Maly Chan' }).click();
  await page.getByRole('heading', { name: 'Maly Chan', level: 1 }).waitFor();
}

async function editThePerson({ belfry, page, look: judge }: Journey): Promise<void> {
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByRole('heading', { name: 'Edit Maly Chan' }).waitFor();
  await page.getByRole('switch', { name: 'Quiet hours' }).click();
  await page.getByRole('button', { name: 'Prefer 2. Email more' }).click();
  await judge('a person, edited');

  // What the API refuses stands at its field.
  await page.getByRole('textbox', { name: '2. SMS' }).fill('12');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('must be a phone number in E.164 form').waitFor();
  await page.getByRole('textbox', { name: '2. SMS' }).fill(maly);

  // Somebody else is faster: nothing is overwritten.
  const { data } = await belfry.must<{ data: { id: string; name: string }[] }>('GET', '/v1/people');
  const id = data.find(({ name }) => name === 'Maly Chan')?.id;
  await belfry.must('PATCH', `/v1/people/${id}`, { externalId: 'crm-1' });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Somebody else has changed it meanwhile').waitFor();
  await judge('a stale edit');
  await page.getByRole('button', { name: 'Take over what stands there now' }).click();
  await page.getByText('Somebody else has changed it meanwhile').waitFor({ state: 'detached' });
  await page.getByRole('switch', { name: 'Quiet hours' }).click();
  await page.getByRole('textbox', { name: 'City' }).fill('Battambang');
  await page.getByLabel('Birthday').fill('1952-02-29');
  for (const [place, date] of ['2001-05-06', '2026-11-30'].entries()) {
    await page.getByRole('button', { name: 'Add a date' }).click();
    await page.getByRole('textbox', { name: `Name of date ${place + 1}` }).fill('nameDay');
    await page.getByLabel(`Date ${place + 1}`, { exact: true }).fill(date);
  }
  await page.getByText('There is one of that name already.').waitFor();
  await judge('dates of a person');
  await page.getByRole('textbox', { name: 'Name of date 2' }).fill('contractEnd');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText(/22:00–07:00 on their clock/).waitFor();
  await page.getByText('crm-1').waitFor();
  expect(await belfry.must('GET', `/v1/people/${id}`)).toMatchObject({
    quietHours: { start: '22:00', end: '07:00' },
    city: 'Battambang',
    birthDate: '1952-02-29',
    dates: { nameDay: '2001-05-06', contractEnd: '2026-11-30' },
  });

  // The list is narrowed down, and the address says to what.
  await page.goto(`${belfry.base}/people`);
  await page.getByRole('button', { name: 'Filter' }).click();
  await choose(page, 'Time zone', 'phnom', /Phnom Penh/);
  await page.getByLabel('Birthday on').fill('2020-02-29');
  await page.waitForURL(/zone=Asia%2FPhnom_Penh&birthday=02-29/);
  await page.getByRole('link', { name: 'Maly Chan' }).waitFor();
  await judge('people, narrowed down');
  await page.getByLabel('Birthday on').fill('2020-02-28');
  await page.getByRole('heading', { name: 'Nobody is like that' }).waitFor();
  await page.getByRole('link', { name: 'Show everybody' }).click();
  await page.getByRole('link', { name: 'Maly Chan' }).click();
  await page.getByRole('heading', { name: 'Maly Chan' }).waitFor();
}

async function askForConsent({ page, width, look: judge }: Journey): Promise<void> {
  await page.getByRole('button', { name: 'Add somebody' }).click();
  await choose(page, 'Person', 'sophea', /Sophea Chan/);
  await page.getByRole('combobox', { name: 'Role' }).fill('daughter');
  await judge('a new relationship');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByText('has to agree first').waitFor();
  await page.getByRole('button', { name: 'More for Sophea Chan' }).click();
  await page.getByRole('menuitem', { name: 'They have agreed', exact: true }).click();
  await page.getByText('Agreed', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Ledger of consent' }).click();
  await page.getByText('Sophea Chan agreed.').waitFor();
  await page.getByText('Sophea Chan is to be asked.').waitFor();
  await judge('a person');
  await takePicture(page, `person-${width}`);
}

async function writeAPolicy({ belfry, page, width, look: judge }: Journey): Promise<void> {
  await page.goto(`${belfry.base}/policies`);
  await page.getByRole('link', { name: 'Urgent' }).waitFor();
  await judge('policies');
  await page.getByRole('link', { name: 'Create a policy' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Evening round');
  await choose(page, 'Step 2, who (1)', 'daughter', /Whoever is daughter/);
  await choose(page, 'For', 'maly', /Maly Chan/);

  // The preview knows who the daughter is, and what time it is for her.
  const preview = page.getByRole('list', { name: 'What happens if nobody answers' });
  await preview.getByText('Maly Chan').first().waitFor();
  await preview.getByText('Sophea Chan').first().waitFor();
  await preview.getByText('14:08').first().waitFor();
  await judge('a new policy');
  await takePicture(page, `policy-${width}`);
  await page.getByRole('button', { name: 'Save the policy', exact: true }).click();
  await page.getByRole('heading', { name: 'Evening round', level: 1 }).waitFor();
  await page.getByText('No reminder uses it.').waitFor();
  await judge('a policy');
}

async function remindEveryWeek({ belfry, page, width, look: judge }: Journey): Promise<void> {
  await page.goto(`${belfry.base}/people`);
  await page.getByRole('link', { name: 'Maly Chan' }).click();
  await page.getByRole('link', { name: 'Remind', exact: true }).click();
  await page.getByLabel('Title').fill('Take the evening pills');
  await choose(page, 'Repeats', null, 'Weekly, on certain days');
  await page.getByText('Mon', { exact: true }).click();
  await page.locator('input[type="time"]').fill('21:00');
  await page.getByRole('radio', { name: 'Use a policy' }).click();
  await choose(page, 'Policy', 'evening', 'Evening round');
  const preview = page.getByRole('list', { name: 'The next times' });
  await preview.getByText('Fri, Jan 15, 21:00').first().waitFor();
  await preview.getByText('Mon, Jan 18, 21:00').first().waitFor();
  await page.getByRole('list', { name: 'Steps' }).getByText('Sophea Chan').first().waitFor();
  await judge('a weekly reminder');
  await takePicture(page, `reminder-${width}`);
  await page.getByRole('button', { name: 'Create the reminder', exact: true }).click();
  await page.getByText('Every Monday and Friday at 21:00').first().waitFor();
  await judge('the reminder');
}

async function snoozeInWords({ belfry, page, look: judge }: Journey): Promise<void> {
  await belfry.advance('PT3M');
  await page.getByRole('link', { name: /^Open Take the evening pills, 2027-01-15/ }).click();
  await page.getByText('Email to Maly Chan').or(page.getByText('SMS to Maly Chan')).first().waitFor();
  await page.keyboard.press('s');
  const dialog = page.getByRole('dialog', { name: /^Snooze/ });
  await dialog.getByLabel('Or in your own words').fill('yesterday');
  await dialog.getByRole('button', { name: 'Snooze', exact: true }).click();
  await dialog.locator('[aria-invalid="true"]').waitFor();
  await dialog.getByLabel('Or in your own words').fill('until tomorrow at 8am');
  await judge('a snooze');
  await dialog.getByRole('button', { name: 'Snooze', exact: true }).click();
  await page
    .getByText(/16 January 2027, 08:00 \(Asia\/Phnom_Penh\)/)
    .first()
    .waitFor();
  await page.getByText('Snoozed', { exact: true }).first().waitFor();
  await judge('a snoozed occurrence');
}

async function replayADeadLetter({ belfry, page, width, look: judge }: Journey): Promise<void> {
  const address = encodeURIComponent(sophea);
  await belfry.must('PUT', `/sandbox/handsets/${address}`, { persona: 'landline' });
  const { data } = await belfry.must<{ data: { id: string; name: string }[] }>('GET', '/v1/people');
  const personId = data.find(({ name }) => name === 'Sophea Chan')?.id;
  const rule = { type: 'once', localDate: '2027-01-15' };
  await belfry.must('POST', '/v1/schedules', { personId, title: 'Call your mother', rule, localTime: '14:10' });
  await belfry.advance('PT15M');

  await page.goto(belfry.base);
  await page.getByText('One message could not be delivered').first().waitFor();
  await judge('home');
  await page.getByRole('link', { name: 'Look at them' }).click();
  await page.getByRole('link', { name: 'Call your mother' }).first().waitFor();
  await judge('dead letters');
  await takePicture(page, `dead-letters-${width}`);

  await belfry.must('PUT', `/sandbox/handsets/${address}`, { persona: 'person' });
  await page.getByRole('checkbox', { name: /Choose: SMS to Sophea Chan/ }).click();
  await page.getByRole('button', { name: 'Send one again', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Send one message again?' });
  await judge('before a replay');
  await dialog.getByRole('button', { name: 'Send one again', exact: true }).click();
  await page.getByRole('heading', { name: 'No dead letters' }).waitFor();
  await belfry.advance('PT1M');
  expect((await belfry.messages()).filter(({ to }) => to === sophea).map(({ body }) => body)).toEqual([
    expect.stringContaining('Call your mother'),
  ]);
  await page.getByText('Sent again', { exact: true }).first().click();
  await page.getByRole('link', { name: 'Call your mother' }).first().waitFor();
}

async function discardMoreThanAreShown({ belfry, page, look: judge }: Journey): Promise<void> {
  const many = 60;
  const landline = '+12025550177';
  await belfry.must('PUT', `/sandbox/handsets/${encodeURIComponent(landline)}`, { persona: 'landline' });
  const contactPoints = [{ channel: 'sms', address: landline }];
  const rith = { name: 'Rith Sok', timeZone: 'Asia/Phnom_Penh', contactPoints };
  const { id: personId } = await belfry.must<{ id: string }>('POST', '/v1/people', rith);
  const { now } = (await belfry.must<{ clock: { now: string } }>('GET', '/v1/me')).clock;
  const rule = { type: 'once', at: Temporal.Instant.from(now).add({ minutes: 5 }).toString() };
  for (let n = 0; n < many; n++) await belfry.must('POST', '/v1/schedules', { personId, title: `Call ${n}`, rule });
  await belfry.advance('PT10M');
  await page.goto(`${belfry.base}/dead-letters`);
  await page.getByRole('checkbox', { name: /Choose all/ }).click();
  await page.getByRole('button', { name: `Choose all ${many}, also those not shown` }).click();
  await judge('more dead letters than are shown');
  await page.getByRole('button', { name: `Discard ${many}`, exact: true }).click();
  const dialog = page.getByRole('dialog', { name: `Discard ${many} messages?` });
  await dialog.getByRole('textbox', { name: 'Why' }).fill('The number was wrong');
  await dialog.getByRole('button', { name: `Discard ${many}`, exact: true }).click();
  await page.getByRole('heading', { name: 'No dead letters' }).waitFor();
  expect(await belfry.must('GET', '/v1/dead-letters/open')).toEqual({ codes: [] });
}

async function seeTheActivity({ belfry, page, look: judge }: Journey): Promise<void> {
  await page.goto(`${belfry.base}/activity`);
  await page.getByRole('link', { name: 'Take the evening pills' }).first().waitFor();
  await judge('activity');
  await choose(page, 'State', null, 'Snoozed');
  await page.getByRole('link', { name: 'Call your mother' }).first().waitFor({ state: 'detached' });
  expect(new URL(page.url()).searchParams.get('state')).toBe('snoozed');
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { level: 1 }).click();
  // While a list is open over the page, keys are not the page's.
  await page.getByRole('listbox').waitFor({ state: 'hidden' });
  await page.keyboard.press('j');
  await page.locator('[data-row]:focus').waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Take the evening pills', level: 1 }).waitFor();
}

async function pauseAndResume({ page, look: judge }: Journey): Promise<void> {
  await page.getByRole('link', { name: 'The reminder' }).click();
  await page.getByRole('button', { name: 'More for Take the evening pills' }).click();
  await page.getByRole('menuitem', { name: 'Pause', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: /^Pause/ });
  await dialog.getByText('nothing counts as missed').waitFor();
  await judge('before a pause');
  await dialog.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.getByText('Paused: nothing fires').waitFor();
  await judge('a paused reminder');
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.getByText('Mon, Jan 18, 21:00').first().waitFor();
}

async function keepAPolicyInUse({ page, look: judge }: Journey): Promise<void> {
  await page.getByRole('link', { name: 'Evening round' }).click();
  await page.getByRole('button', { name: 'Delete this policy', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: /^Delete/ });
  await dialog.getByRole('button', { name: 'Delete this policy', exact: true }).click();
  await dialog.getByText('It is in use.').waitFor();
  await dialog.getByRole('link', { name: 'Take the evening pills' }).waitFor();
  await judge('a policy in use');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
}

/** @returns the person's id */
async function removeAndBringBack({ belfry, page, look: judge }: Journey): Promise<string> {
  await page.goto(`${belfry.base}/people`);
  await page.getByRole('link', { name: 'Maly Chan' }).click();
  await page.waitForURL(/\/people\/[0-9a-f-]{36}$/);
  const id = new URL(page.url()).pathname.split('/').at(-1)!;
  await page.getByRole('button', { name: 'Remove this person' }).click();
  await page.getByText('One reminder for Maly Chan stops.').waitFor();
  await judge('before a removal');
  await page.getByRole('button', { name: 'Remove Maly Chan', exact: true }).click();
  await page.getByRole('heading', { name: 'Maly Chan has been removed' }).waitFor();
  await page.getByRole('button', { name: 'Bring them back', exact: true }).click();
  await page.getByText(/22:00–07:00 on their clock/).waitFor();
  return id;
}

async function keepACalendarOfHolidays({ belfry, page, look: judge }: Journey): Promise<void> {
  await page.goto(`${belfry.base}/settings/holiday-calendars`);
  await page.getByRole('heading', { name: 'There is no holiday calendar yet' }).waitFor();
  await page.getByRole('button', { name: 'New calendar' }).click();
  const dialog = page.getByRole('dialog', { name: 'New calendar' });
  const event = (date: string, name: string) =>
    `BEGIN:VEVENT\nDTSTART;VALUE=DATE:${date}\nSUMMARY:${name}\nEND:VEVENT\n`;
  const ics = `BEGIN:VCALENDAR\nX-WR-CALNAME:Cambodia\n${event('20270114', 'Yesterday')}${event('20270414', 'New Year')}END:VCALENDAR`;
  await dialog.getByRole('textbox', { name: 'iCalendar' }).fill('BEGIN:VCALENDAR');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Half');
  await dialog.getByRole('button', { name: 'Save the calendar', exact: true }).click();
  await dialog.getByText('must be an iCalendar').waitFor();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('');
  await dialog
    .locator('input[type="file"]')
    .setInputFiles({ name: 'x.ics', mimeType: 'text/calendar', buffer: Buffer.from(ics) });
  await judge('a calendar of holidays from a file');
  await dialog.getByRole('button', { name: 'Save the calendar', exact: true }).click();
  await page.getByText('Next: New Year, Wed, Apr 14, 2027').waitFor();

  // A reminder leaves its days out; then the calendar cannot go, and says why.
  await page.goto(`${belfry.base}/reminders`);
  await page.getByRole('link', { name: 'Take the evening pills' }).first().click();
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByRole('button', { name: 'Not on certain days' }).click();
  await page.getByRole('checkbox', { name: /Cambodia/ }).click();
  await page.getByRole('button', { name: 'Save the reminder', exact: true }).click();
  await page.waitForURL(/\/reminders\/[0-9a-f-]{36}$/);
  await page.goto(`${belfry.base}/settings/holiday-calendars`);
  await page.getByText('Used by 1 reminder').waitFor();
  await page.getByRole('button', { name: 'Delete Cambodia' }).click();
  const asked = page.getByRole('dialog', { name: 'Delete Cambodia?' });
  await asked.getByRole('link', { name: 'Take the evening pills' }).waitFor();
  expect(await asked.getByRole('button', { name: 'Delete', exact: true }).isDisabled()).toBe(true);
  await judge('a calendar in use');
  await asked.getByRole('button', { name: 'Cancel' }).click();
}

/** Chromium without Google’s keys has no push service: what it would answer is laid into it. The rest is real. */
async function notifyThisBrowser({ belfry, page, look: judge }: Journey): Promise<void> {
  await page.context().grantPermissions(['notifications'], { origin: belfry.base });
  await page.addInitScript(() => {
    let made: object | null = null;
    const subscription = {
      endpoint: 'https://push.example.com/one',
      toJSON: () => ({ endpoint: subscription.endpoint, keys: { p256dh: 'BPublic', auth: 'c2VjcmV0' } }),
      unsubscribe: async () => {
        made = null;
        return true;
      },
    };
    PushManager.prototype.subscribe = async (options) => {
      if (typeof options?.applicationServerKey !== 'string') throw new TypeError('no key');
      made = subscription;
      return subscription as unknown as PushSubscription;
    };
    PushManager.prototype.getSubscription = async () => made as PushSubscription | null;
  });
  await page.goto(`${belfry.base}/people`);
  await page.getByRole('link', { name: 'Maly Chan' }).click();
  await page.getByText('SIMULATED here: what is pushed appears under Phones & Inbox').waitFor();
  await page.getByRole('button', { name: 'Notify me in this browser' }).click();
  await page.getByText('Messages for Maly Chan ring in this browser').waitFor();
  await page.getByText('https://push.example.com/one').first().waitFor();
  await judge('a person whom this browser rings for');
  await page.getByRole('button', { name: 'Stop notifying this browser' }).click();
  await page.getByRole('button', { name: 'Notify me in this browser' }).waitFor();
  await page.getByText('https://push.example.com/one').first().waitFor({ state: 'detached' });
}
