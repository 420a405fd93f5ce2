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
