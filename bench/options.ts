import { parseArgs } from 'node:util';
import type { Scenario } from './measure/scenario.ts';
import { longScenarios, scenarios } from './scenarios/all.ts';

export interface Options {
  isFull: boolean;
  isJson: boolean;
  /** Tells after each run which statements PostgreSQL's time went into. */
  countsStatements: boolean;
  /** Over every scenario's own size. */
  count: number | null;
  runs: number;
  /** How many worker processes; each scenario runs with each number. */
  processes: number[];
  chosen: readonly Scenario[];
}

/** @throws RangeError for what cannot be run */
export function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      full: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      statements: { type: 'boolean', default: false },
      only: { type: 'string' },
      count: { type: 'string' },
      runs: { type: 'string' },
      processes: { type: 'string', default: '1' },
    },
  });
  return {
    isFull: values.full,
    isJson: values.json,
    countsStatements: values.statements,
    count: values.count === undefined ? null : wholeNumber(values.count),
    runs: wholeNumber(values.runs ?? (values.full ? '5' : '1')),
    processes: values.processes.split(',').map(wholeNumber),
    chosen: choose(values.only, values.full),
  };
}

function choose(only: string | undefined, isFull: boolean): readonly Scenario[] {
  const known = [...scenarios, ...longScenarios];
  if (only === undefined) return isFull ? known : scenarios;
  return only.split(',').map((name) => {
    const scenario = known.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
    if (scenario) return scenario;
    throw new RangeError(`There is no scenario ${name}; there are ${known.map((one) => one.name).join(', ')}.`);
  });
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`${text} is no whole number from 1 on.`);
  return value;
}
