interface EmailParts {
  subject: string;
  text: string;
  link: string | null;
  unsubscribeUrl: string | null;
}

/**
 * The HTML part of an email: the same words as the plain part, and the link as a button. Nothing in it is loaded from
 * anywhere, so it tells nobody that it was opened; it reads in any order and follows the reader's dark mode.
 */
export function renderHtml({ subject, text, link, unsubscribeUrl }: EmailParts): string {
  const { rest, label } = takeLink(text, link);
  const paragraphs = rest.split(/\n{2,}/).filter((paragraph) => paragraph.trim() !== '');
  const body = paragraphs.map(
    (paragraph) => `<p style="margin:0 0 16px">${escapeHtml(paragraph).replaceAll('\n', '<br>')}</p>`,
  );
  return [
    '<!doctype html>',
    '<html lang="und" dir="auto">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(subject)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif">',
    '<main style="max-width:36rem;margin:0 auto">',
    `<h1 style="margin:0 0 16px;font-size:20px;line-height:1.3">${escapeHtml(subject)}</h1>`,
    ...body,
    ...(link === null ? [] : [button(link, label)]),
    ...(unsubscribeUrl === null ? [] : [footer(unsubscribeUrl)]),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

const style =
  ':root{color-scheme:light dark}body{color:#1a1a1a;background:#fff}.a{color:#fff;background:#1d4ed8}.u{color:#555}' +
  '@media(prefers-color-scheme:dark){body{color:#eee;background:#111}.a{color:#111;background:#93c5fd}.u{color:#aaa}}';

/**
 * The plain part spells the link out, with words before it, in the reader's language; here the button carries it, and is
 * named by them.
 */
function takeLink(text: string, link: string | null): { rest: string; label: string } {
  const lines = text.split('\n');
  const last = lines.at(-1) ?? '';
  if (link === null || !last.endsWith(link)) return { rest: text, label: 'Answer' };
  const words = last.slice(0, -link.length).replace(/[\s:៖]+$/u, '');
  return { rest: lines.slice(0, -1).join('\n'), label: words || 'Answer' };
}

function button(link: string, label: string): string {
  const look = 'display:inline-block;padding:12px 20px;border-radius:6px;font-weight:600;text-decoration:none';
  return `<p style="margin:0 0 16px"><a class="a" href="${escapeHtml(link)}" style="${look}">${escapeHtml(label)}</a></p>`;
}

function footer(url: string): string {
  return `<p class="u" style="margin:32px 0 0;font-size:14px"><a class="u" href="${escapeHtml(url)}">Receive no more of these emails</a></p>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
