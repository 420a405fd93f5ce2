import { type Action, decideAction } from '../domain/decide-action.ts';
import type { LinkView } from '../usecases/reading/read-link-view.ts';
import type { ScheduleAction } from '../usecases/schedules/manage-schedule.ts';
import { linkStyle } from './action-link-style.ts';
import { type LinkTexts, snoozeTimes } from './action-link-texts.ts';

/** The page of an occurrence: what it is, what became of it, and what can be done; `note` says what was just done. */
export function occurrencePage(view: LinkView, texts: LinkTexts, notes: readonly string[] = []): string {
  const { occurrence, viewer } = view;
  const { title, personName, state, dueAt, snoozedUntil } = occurrence;
  const until = state === 'snoozed' && snoozedUntil ? whenOf(texts.until, snoozedUntil, viewer) : '';
  return page(
    texts,
    title,
    `${notes.length > 0 ? `<div class="note" role="status">${notes.map((note) => `<p>${escaped(note)}</p>`).join('')}</div>` : ''}
<div class="card">
<h1>${escaped(title)}</h1>
<p>${escaped(texts.for)}: ${escaped(personName)}</p>
${whenOf(texts.due, dueAt, viewer)}
<p class="state">${escaped(texts.states[state])}</p>${until}${pausedOf(view, texts)}
${historyOf(view, texts)}
</div>
${formOf(view, texts)}`,
  );
}

/** For a link that leads nowhere. */
export function messagePage(texts: LinkTexts, { title, text }: { title: string; text: string }): string {
  return page(texts, title, `<h1>${escaped(title)}</h1>\n<p>${escaped(text)}</p>`);
}

function page({ lang }: LinkTexts, title: string, body: string): string {
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${linkStyle}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

/** By both clocks: where the reader is, and UTC. */
function whenOf(label: string, instant: Temporal.Instant, viewer: LinkView['viewer']): string {
  const utc = instant.round('minute').toString({ smallestUnit: 'minute' }).replace('T', ' ').replace('Z', ' UTC');
  const local = `${escaped(localTime(instant, viewer))} <span class="soft">(${escaped(viewer.zone)})</span>`;
  return `<p>${escaped(label)}: <time datetime="${instant}">${local}</time></p>\n<p class="soft">${utc}</p>`;
}

function localTime(instant: Temporal.Instant, { zone, locale }: LinkView['viewer']): string {
  const options = { timeZone: zone, dateStyle: 'full', timeStyle: 'short' } as const;
  try {
    return instant.toLocaleString(locale, options);
  } catch {
    // A locale that is well formed and that this runtime does not know.
    return instant.toLocaleString('en', options);
  }
}

function historyOf({ actions, viewer }: LinkView, texts: LinkTexts): string {
  if (actions.length === 0) return '';
  const lines = actions.map(({ state, at, by }) => {
    const who = by === null ? '' : ` ${texts.by} ${by}`;
    return `<li>${escaped(`${texts.states[state]}${who}, ${localTime(at, viewer)}`)}</li>`;
  });
  return `<ul class="soft">${lines.join('')}</ul>`;
}

function pausedOf({ schedule }: LinkView, { paused }: LinkTexts): string {
  return schedule?.standing === 'paused' ? `\n<p class="state">${escaped(paused)}</p>` : '';
}

function formOf({ occurrence, schedule }: LinkView, texts: LinkTexts): string {
  const can = (action: Action) => decideAction(action, occurrence.state).type === 'act';
  const button = (action: Action, style = '') =>
    can(action) ? `<button${style} name="action" value="${action}">${escaped(texts.actions[action])}</button>\n` : '';
  // It would never come.
  const rests = schedule !== null && schedule.standing !== 'under-way';
  const later =
    can('snooze') && !rests
      ? `<h2 id="later">${escaped(texts.later)}</h2>\n<div class="three" role="group" aria-labelledby="later">${snoozeTimes
          .map((time) => `<button name="snooze" value="${time}">${escaped(texts.times[time])}</button>`)
          .join('')}</div>\n`
      : '';
  const { outside, folded } = manageOf(schedule, can('complete'), texts);
  const more = `${button('cancel')}${folded}`;
  const buttons = `${button('complete', ' class="main"')}${button('acknowledge')}${later}${button('skip')}${outside}${
    more === '' ? '' : `<details>\n<summary>${escaped(texts.more)}</summary>\n${more}</details>\n`
  }`;
  return buttons === '' ? '' : `<form method="post">\n${buttons}</form>`;
}

/** Folded away but for resuming: it concerns all times to come, and most come to answer for this one. */
function manageOf(
  schedule: LinkView['schedule'],
  isOpen: boolean,
  texts: LinkTexts,
): { outside: string; folded: string } {
  const button = (action: ScheduleAction) =>
    `<button name="manage" value="${action}">${escaped(texts.manage[action])}</button>\n`;
  if (!schedule || schedule.standing === 'finished') return { outside: '', folded: '' };
  if (schedule.standing === 'paused') return { outside: button('resume'), folded: button('finish') };
  // What was for once and is over has nothing left to end.
  if (schedule.isOnce && !isOpen) return { outside: '', folded: '' };
  return { outside: '', folded: `${button('pause')}${button('finish')}` };
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
