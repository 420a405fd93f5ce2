import { judge, type Measured, type Result, type Scenario, type Verdict } from './scenario.ts';

export interface Finding {
  /** The scenario's name; with the number of processes where there are several. */
  key: string;
  scenario: Scenario;
  result: Result;
  verdict: Verdict;
}

export function findingOf(key: string, scenario: Scenario, result: Result): Finding {
  return { key, scenario, result, verdict: judge(scenario, result) };
}

/** For people. */
export function tableOf(findings: readonly Finding[]): string {
  const head = ['', 'ours: median (spread)', 'best other: median (spread)', 'ratio', 'target', ''];
  const rows = [head, ...findings.map(rowOf)];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function rowOf({ key, scenario, result, verdict }: Finding): string[] {
  const { best, ratio } = verdict;
  const ours = result.ours ? describe(result.ours, scenario) : 'not measured';
  const other = `${best.name} ${describe(best, scenario)}`;
  return [key, ours, other, ratio?.toFixed(2) ?? '–', scenario.target.toFixed(2), standing(scenario, result, ratio)];
}

/** Met, or by how much it is missed. */
function standing({ target }: Scenario, { demands }: Result, ratio: number | null): string {
  const broken = demands.filter(({ isMet }) => !isMet).map(({ says }) => `NOT HELD: ${says}`);
  if (ratio === null) return ['', ...broken].join('; ');
  const met = ratio >= target ? 'met' : `missed by ${Math.round((1 - ratio / target) * 100)} %`;
  return [met, ...broken].join('; ');
}

/** All that a scenario measured, its notes and its demands; said when it ends. */
export function detailsOf({ scenario, result }: Finding): string[] {
  const measured = [...(result.ours ? [result.ours] : []), ...result.others];
  return [
    ...measured.map((one) => {
      const remark = one.isDurable ? '' : '  (not durable at once: listed, not compared)';
      return `  ${one.name}: ${describe(one, scenario)}${remark}`;
    }),
    ...result.notes.map((note) => `  ${note}`),
    ...result.demands.map(({ says, isMet }) => `  ${isMet ? 'held' : 'NOT HELD'}: ${says}`),
  ];
}

function describe({ rate }: Measured, { unit }: Scenario): string {
  const [median, least, most] = [rate.median, rate.least, rate.most].map((value) =>
    value.toLocaleString('en', { maximumFractionDigits: unit === 'ms' || unit === 'pages' ? 1 : 0 }),
  );
  return `${median} ${unit} (${least}–${most})`;
}

/** For programs: what `--json` prints. @param voided what did not come to an end */
export function jsonOf(findings: readonly Finding[], voided: readonly string[]): string {
  const scenarios = Object.fromEntries(
    findings.map(({ key, scenario, result, verdict: { best, ratio } }) => [
      key,
      {
        ratio,
        target: scenario.target,
        ours: result.ours?.rate.median ?? null,
        best: { name: best.name, rate: best.rate.median },
        contender: result.ours?.name ?? null,
        unit: scenario.unit,
        spread: { ours: spreadFor(result.ours), best: spreadFor(best) },
        others: result.others.map(({ name, isDurable, rate }) => ({ name, isDurable, ...rate })),
        notes: result.notes,
        demands: result.demands,
      },
    ]),
  );
  return JSON.stringify({ scenarios, voided });
}

function spreadFor(measured: Measured | null): [number, number] | null {
  return measured && [measured.rate.least, measured.rate.most];
}
