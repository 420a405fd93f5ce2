import { runBelfry } from '@belfry/testkit/program';
import { isThorough } from '@belfry/testkit/thorough';
import { expect, test } from 'vitest';

interface Report {
  expected: number;
  sent: number;
  onTime: number;
  late: number;
  latestSeconds: number;
  missed: number;
  twice: number;
  lost: number;
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
const [people, days] = isThorough ? ['2000', '400'] : ['200', '90'];

test('a year of greetings: each once, at nine wherever the person is, in the right words', async () => {
  const { zones, ...report } = await simulate('--people', people, '--days', days);
  expect(report).toMatchObject({ ...flawless, late: 0, missed: 0, latestSeconds: 0 });
  expect(report.expected).toBeGreaterThan(Number(people) / 4);
  expect(report.onTime).toBe(report.expected);
  expect(zones.length).toBeGreaterThan(20);
});

test('the same while its programs are killed, and all of it is down for 26 hours: late, or too late and noted', async () => {
  const report = await simulate(
    '--people',
    people,
    '--days',
    days,
    '--kills',
    isThorough ? '12' : '4',
    '--outage',
    '26',
  );
  expect(report).toMatchObject(flawless);
  expect(report.kills).toBeGreaterThan(0);
  expect(report.onTime + report.late + report.missed).toBe(report.expected);
  expect(report.latestSeconds).toBeLessThanOrEqual(24 * 3600);
});
