import { createHash } from 'node:crypto';

const style = `:root{color-scheme:light dark}
body{margin:0;padding:2rem 1rem;font:1.0625rem/1.5 system-ui,sans-serif;color:#1a1c20;background:#f6f7f9}
main{max-width:30rem;margin:0 auto}
h1{font-size:1.5rem;line-height:1.25}
button{min-height:2.875rem;padding:.5rem 1.25rem;border:0;border-radius:.5rem;background:#14532d;color:#fff;font:inherit;font-weight:600}
button:focus-visible{outline:3px solid #14532d;outline-offset:2px}
@media(prefers-color-scheme:dark){body{color:#f1f3f5;background:#15171a}button{background:#8fe0a8;color:#0b2414}button:focus-visible{outline-color:#8fe0a8}}`;

/** Nothing is loaded, nothing runs, nobody frames it, and its address goes to nobody. */
export const plainPageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
  'cache-control': 'no-store',
};

/** A page of one thing to know and at most one to do; `button` posts to its own address. All are our own words: nothing is escaped. */
export function plainPage({ title, text, button }: { title: string; text: string; button: string | null }): string {
  const form = button === null ? '' : `<form method="post"><button>${button}</button></form>\n`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${text}</p>
${form}</main>
</body>
</html>
`;
}
