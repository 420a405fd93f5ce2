import { expect, test } from 'vitest';
import { findForm } from './find-form.ts';

const url = 'http://127.0.0.1:8400/a/token';
const page = `<!doctype html><title>Pills</title>
<form method=get action=/search><button>Search</button></form>
<form method="post"><input type=hidden name=csrf value="a&amp;b"><input type=checkbox name=box><input type=radio name=r value=1 checked>
<button name="action" value="complete">Done</button><button name="action" value="acknowledge"> Seen <b>it</b></button></form>
<form method=POST action="/a/token/snooze"><input type=submit name=for value="1 hour"></form>`;
const hidden = [
  ['csrf', 'a&b'],
  ['r', '1'],
];

test.each([
  [null, url, [...hidden, ['action', 'complete']]],
  ['done', url, [...hidden, ['action', 'complete']]],
  ['Seen it', url, [...hidden, ['action', 'acknowledge']]],
  ['acknowledge', url, [...hidden, ['action', 'acknowledge']]],
  ['1 hour', 'http://127.0.0.1:8400/a/token/snooze', [['for', '1 hour']]],
])('pressing %j', (wanted, action, fields) => {
  expect(findForm(page, url, wanted)).toEqual({ action, fields });
});

test('a page without such a button has none', () => {
  expect(findForm(page, url, 'Delete')).toBeNull();
  expect(findForm('<p>Over', url, null)).toBeNull();
});

test('what is folded away is pressed by its name alone', () => {
  const button = (value: string) => `<p><button name=manage value=${value}>${value}</button></p>`;
  const folded = (open: string) =>
    `<form method=post><details ${open}><summary>More</summary>${button('pause')}</details></form>`;
  const pressed = (html: string, wanted: string | null) => findForm(html, url, wanted)?.fields.at(-1)?.[1];
  expect(pressed(folded(''), null)).toBeUndefined();
  expect(pressed(`${folded('')}<form method=post>${button('resume')}</form>`, null)).toBe('resume');
  expect(pressed(folded(''), 'pause')).toBe('pause');
  expect(pressed(folded('open'), null)).toBe('pause');
});
