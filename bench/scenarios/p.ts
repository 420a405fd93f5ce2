import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { loadDirectory, names } from '../contenders/belfry/load-directory.ts';
import { zones } from '../contenders/belfry/load-plans.ts';
import type { Measured, Scenario } from '../measure/scenario.ts';
import { percentile, spreadOf } from '../measure/statistics.ts';

/** What the system before this one was to answer within (systems/greetings.md). */
const limitMs = 200;
const asked = 100;

interface Question {
  what: string;
  /** @param n from 0 on; each asks for other people */
  query(n: number, stored: number): Record<string, string>;
}

const spread = (n: number, stored: number) => (n * 7919 + 13) % stored;
const zoneOf = (n: number) => zones[(n * 31) % zones.length] ?? 'UTC';
const dayOf = (n: number) =>
  Temporal.PlainDate.from('1950-01-01')
    .add({ days: (n * 37) % 365 })
    .toPlainMonthDay()
    .toString();

const both = (n: number) => `${names.last(n)} ${names.first(n)}`;

const questions: readonly Question[] = [
  { what: 'the newest', query: () => ({}) },
  { what: 'of a zone', query: (n) => ({ timeZone: zoneOf(n) }) },
  { what: 'with a birthday', query: (n) => ({ birthday: dayOf(n) }) },
  { what: 'of a zone with a birthday', query: (n) => ({ timeZone: zoneOf(n), birthday: dayOf(n) }) },
  { what: 'by their id elsewhere', query: (n, stored) => ({ externalId: `E-${spread(n, stored)}` }) },
  { what: 'by a last name', query: (n) => ({ q: names.last(10_000 + n) }) },
  { what: 'by the beginning of one', query: (n) => ({ q: names.last(1000 + n) }) },
  { what: 'by a first name', query: (n) => ({ q: names.first(100 + n) }) },
  { what: 'by both', query: (n, stored) => ({ q: both(spread(n, stored)) }) },
  { what: 'by a whole address', query: (n, stored) => ({ q: `person${spread(n, stored)}@example.com` }) },
];

/** A page of the people of one organisation, by the API of the whole program: asked one after the other. */
export const p: Scenario = {
  name: 'P',
  title: `a page of 10,000,000 people, by the API: the slowest question's p95 at most ${limitMs} ms`,
  target: 1,
  unit: 'ms',
  async run({ databases, sizeOf, say }) {
    const stored = sizeOf(20_000, 10_000_000);
    await using database = await databases.empty();
    await loadDirectory(database.url, stored);
    say(`${stored.toLocaleString('en')} people loaded`);
    await using belfry = await startBelfry({ databaseUrl: database.url, clock: 'system' });
    const notes: string[] = [];
    const p95s: number[] = [];
    for (const question of questions) {
      const tookMs = await ask(belfry, question, stored, asked);
      p95s.push(percentile(tookMs, 95));
      notes.push(told(question, tookMs));
    }
    notes.push(await tellPartOfWord(belfry, stored));
    const ours: Measured = { name: 'the slowest', isDurable: true, rate: spreadOf([Math.max(...p95s)]) };
    return {
      ours,
      others: [{ name: 'the limit', isDurable: true, rate: spreadOf([limitMs]) }],
      notes,
      demands: [],
    };
  },
};

async function ask(belfry: BelfryProcess, { query }: Question, stored: number, times: number): Promise<number[]> {
  const tookMs: number[] = [];
  // The first connects and prepares.
  for (let n = -1; n < times; n++) {
    const began = performance.now();
    await belfry.must('GET', `/v1/people?${new URLSearchParams(query(n + 1, stored))}`);
    if (n >= 0) tookMs.push(performance.now() - began);
  }
  return tookMs;
}

/** No index serves what is within a word: one after the other is read, until a page is full or for as long as a statement may take. */
async function tellPartOfWord(belfry: BelfryProcess, stored: number): Promise<string> {
  const began = performance.now();
  const { status } = await belfry.call('GET', `/v1/people?q=-${stored - 1}`);
  const first = performance.now() - began;
  const { status: ofNobody } = await belfry.call('GET', '/v1/people?q=nobody%20at%20all');
  const second = performance.now() - began - first;
  const seconds = (ms: number) => (ms / 1000).toFixed(1);
  return `by what is within a word, which no index serves: of the newest ${status} after ${seconds(first)} s, of nobody ${ofNobody} after ${seconds(second)} s.`;
}

const told = ({ what }: Question, tookMs: readonly number[]) =>
  `${what}: p50 ${percentile(tookMs, 50).toFixed(1)}, p95 ${percentile(tookMs, 95).toFixed(1)} ms.`;
