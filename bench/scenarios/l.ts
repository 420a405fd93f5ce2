import { atOnce, createByApi, createByBareRoute } from '../contenders/api/create-people.ts';
import type { Measured, Scenario } from '../measure/scenario.ts';
import { driveSides } from './driven-sides.ts';

/** What the system before this one created on two cores (systems/greetings.md). */
const predecessorPerSecond = 578;

/** People created by POST /v1/people of the whole program, beside a route that inserts a row and does nothing else. */
export const l: Scenario = {
  name: 'L',
  title: `people created over the API, ${atOnce} at once, beside a bare route that inserts a row`,
  target: 0.3,
  unit: 'rows/s',
  async run(bench) {
    const count = bench.sizeOf(2000, 20_000);
    const sides = await driveSides(bench, {
      belfry: (url) => createByApi(url, count),
      'belfry, with greetings': (url) => createByApi(url, count, { isGreeted: true }),
      'a bare route': (url) => createByBareRoute(url, count),
    });
    const [ours, greeted, bare] = sides;
    if (!ours || !greeted || !bare) throw new Error('There are three sides.');
    const times = (one: Measured) => (one.rate.median / predecessorPerSecond).toFixed(1);
    return {
      ours,
      others: [bare],
      notes: [
        ...sides.map(({ name, took }) => `${name}: ${took}.`),
        `${times(ours)} × the ${predecessorPerSecond}/s of the system before; with greetings ${times(greeted)} × (${Math.round(greeted.rate.median)}/s).`,
      ],
      demands: [],
    };
  },
};
