import { createHash } from 'node:crypto';

const pages = {
  ask: {
    title: 'Receive no more of these emails?',
    text: 'This address then gets no more reminders by email from whoever sent this one. Other ways to reach you stay as they are.',
  },
  done: {
    title: 'You receive no more of these emails',
    text: 'Nothing more is sent to this address. Whoever set the reminders up can see that you asked for it.',
  },
  unknown: {
    title: 'This link leads nowhere',
    text: 'It is not whole. Copy all of it from the email, or use the button of your mail program.',
  },
} as const;

const style = `:root{color-scheme:light dark}
body{margin:0;padding:2rem 1rem;font:1.0625rem/1.5 system-ui,sans-serif;color:#1a1c20;background:#f6f7f9}
main{max-width:30rem;margin:0 auto}
h1{font-size:1.5rem;line-height:1.25}
button{min-height:2.875rem;padding:.5rem 1.25rem;border:0;border-radius:.5rem;background:#14532d;color:#fff;font:inherit;font-weight:600}
button:focus-visible{outline:3px solid #14532d;outline-offset:2px}
@media(prefers-color-scheme:dark){body{color:#f1f3f5;background:#15171a}button{background:#8fe0a8;color:#0b2414}button:focus-visible{outline-color:#8fe0a8}}`;

/** Nothing is loaded, nothing runs, nobody frames it, and its address goes to nobody. */
export const unsubscribeHeaders = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
  'cache-control': 'no-store',
};

export function unsubscribePage(name: keyof typeof pages): string {
  const { title, text } = pages[name];
  const form = name === 'ask' ? '<form method="post"><button>Receive no more</button></form>\n' : '';
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
