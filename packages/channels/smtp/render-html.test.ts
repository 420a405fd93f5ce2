import { describe, expect, test } from 'vitest';
import { renderHtml } from './render-html.ts';

const parts = { subject: 'Take pills', text: 'Take pills\nwith water', link: null, unsubscribeUrl: null };
const link = 'https://belfry.example/a/token?x=1&y=2';

describe('the HTML of an email', () => {
  test('says what the plain text says, line by line', () => {
    const html = renderHtml({ ...parts, text: 'Take pills\nwith water\n\nBefore nine' });
    expect(html).toContain('>Take pills<br>with water</p>');
    expect(html).toContain('>Before nine</p>');
    expect(html).not.toContain('<a ');
  });

  test('holds no markup but our own, whatever the words are', () => {
    const hostile = `<script>alert("1")</script> & 'x'`;
    const html = renderHtml({ subject: hostile, text: hostile, link: `"><img src=x>`, unsubscribeUrl: `'><b>` });
    expect(html).not.toMatch(/<script>|<img|<b>/);
    expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;');
  });

  test('turns the link into a button instead of spelling it out', () => {
    const html = renderHtml({ ...parts, text: `Take pills\n${link}`, link });
    expect(html.match(/belfry\.example/g)).toHaveLength(1);
    expect(html).toContain('href="https://belfry.example/a/token?x=1&amp;y=2"');
    expect(html).toContain('>Answer</a>');
  });

  test.each([
    ['Answer here:', 'Answer here'],
    ['ឆ្លើយតបនៅទីនេះ៖', 'ឆ្លើយតបនៅទីនេះ'],
    ['<b>:', '&lt;b&gt;'],
  ])('names the button by the words before the link: %s', (words, label) => {
    const html = renderHtml({ ...parts, text: `Take pills\n${words} ${link}`, link });
    expect(html).toContain(`>${label}</a>`);
    expect(html).toContain('>Take pills</p>');
    expect(html.split(label)).toHaveLength(2);
  });

  test('offers to receive no more', () => {
    expect(renderHtml({ ...parts, unsubscribeUrl: 'https://belfry.example/u/t' })).toContain(
      'href="https://belfry.example/u/t"',
    );
  });

  test('loads nothing from anywhere', () => {
    const html = renderHtml({ ...parts, link, unsubscribeUrl: link });
    expect(html).not.toMatch(/src=|url\(|@import|<link|<img/);
  });
});
