import { createHash } from 'node:crypto';

/** The page's whole style: both colour schemes, targets of 44 px, contrasts of WCAG AA, no file to fetch. */
export const linkStyle = `:root{color-scheme:light dark;--ground:#f6f7f9;--card:#fff;--text:#1a1c20;--soft:#4b5059;--line:#767c87;--main:#14532d;--on:#fff;--note:#e7f3ea}
@media(prefers-color-scheme:dark){:root{--ground:#15171a;--card:#1e2125;--text:#f1f3f5;--soft:#b9bfc8;--line:#8b929d;--main:#8fe0a8;--on:#0b2414;--note:#1d3325}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:1.0625rem/1.5 system-ui,"Noto Sans Khmer",sans-serif}
main{max-width:30rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .5rem;overflow-wrap:anywhere}
h2{font-size:1rem;margin:1.25rem 0 .5rem}
p{margin:.25rem 0}
.soft{color:var(--soft)}
.state{font-weight:600}
.note{background:var(--note);border-left:.25rem solid var(--main);padding:.75rem 1rem;margin:0 0 1rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1rem}
ul{margin:.5rem 0 0;padding:0 0 0 1.1rem}
form{display:grid;gap:.75rem;margin-top:1.25rem}
.three{display:grid;gap:.5rem;grid-template-columns:repeat(auto-fit,minmax(6rem,1fr))}
button{min-height:2.875rem;padding:.5rem 1rem;border:1px solid var(--line);border-radius:.5rem;background:var(--card);color:var(--text);font:inherit;cursor:pointer}
button.main{background:var(--main);border-color:var(--main);color:var(--on);font-weight:600}
summary{min-height:2.75rem;padding:.625rem 0;cursor:pointer}
details{display:grid;gap:.75rem}
details button{width:100%;margin-bottom:.75rem}
summary:focus-visible,button:focus-visible{outline:3px solid var(--main);outline-offset:2px}
`;

const styleHash = createHash('sha256').update(linkStyle).digest('base64');

/** Nothing is loaded, nothing runs, nobody frames it, it sends its form to itself, and its address goes to nobody. */
export const linkHeaders = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex, nofollow',
} as const;
