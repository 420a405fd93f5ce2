import { runBelfry } from '@belfry/testkit/program';
import { expect, test } from 'vitest';
import type { GreetingCounts } from '../../simulation/compare-greetings.ts';

interface Report extends GreetingCounts {
  kills: number;
  unexpected: unknown[];
  zones: unknown[];
}

async function simulate(...args: string[]): Promise<Report> {
  const program = await runBelfry(['simulate', '--json', ...args], {});
  const { code } = await program.ended;
  expect(code, program.log()).toBe(0);
  return JSON.parse(program.stdout()) as Report;
}

const flawless = { twice: 0, lost: 0, unexpected: [] };
/** Real time, of a machine that has other things to do. */
const timeout = 400_000;
/** Over the end of a year, and 29 February. */
const size = ['--people', '200', '--from', '2027-12-15', '--days', '80'];

test('a season of greetings: each once, at nine wherever the person is, in the right words', { timeout }, async () => {
  const { zones, ...report } = await simulate(...size);
  expect(report).toMatchObject({ ...flawless, late: 0, missed: 0, latestSeconds: 0 });
  expect(report.expected).toBeGreaterThan(50);
  expect(report.onTime).toBe(report.expected);
  expect(zones.length).toBeGreaterThan(20);
});

test('the same while its programs are killed, and all of it is down for 26 hours: late, or too late and noted', {
  timeout,
}, async () => {
  const report = await simulate(...size, '--kills', '4', '--outage', '26');
  expect(report).toMatchObject(flawless);
  expect(report.kills).toBeGreaterThan(0);
  expect(report.onTime + report.late + report.missed).toBe(report.expected);
  expect(report.latestSeconds).toBeLessThanOrEqual(24 * 3600);
});
