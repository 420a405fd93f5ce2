import type { Scenario } from '../measure/scenario.ts';
import { a1OfAMillion, a1OfThousands } from './a1.ts';
import { a2 } from './a2.ts';
import { a3 } from './a3.ts';
import { b } from './b.ts';
import { c } from './c.ts';
import { d } from './d.ts';
import { e } from './e.ts';
import { f } from './f.ts';
import { g } from './g.ts';
import { h } from './h.ts';
import { i } from './i.ts';
import { j } from './j.ts';
import { k } from './k.ts';
import { l } from './l.ts';
import { m } from './m.ts';
import { n } from './n.ts';
import { o } from './o.ts';
import { p } from './p.ts';
import { q } from './q.ts';
import { r } from './r.ts';
import { s } from './s.ts';
import { t } from './t.ts';

/** In the order in which they run. */
export const scenarios: readonly Scenario[] = [a1OfThousands, a2, a3, b, c, d, e, f, g, h];

/** Only in full, or by their name. */
export const longScenarios: readonly Scenario[] = [a1OfAMillion, i, j, k, l, m, n, o, p, q, r, s, t];
