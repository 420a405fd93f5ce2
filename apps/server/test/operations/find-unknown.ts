import type { Exposition } from './read-exposition.ts';
import type { Expression } from './read-operations.ts';
import { readPromql, type Selector } from './read-promql.ts';

interface Known {
  exposed: Exposition;
  /** Metrics that Prometheus makes by itself. */
  ofPrometheus: readonly string[];
  /** Labels that it adds to every sample. */
  added: readonly string[];
  /** All values that a label can have, where they are a closed list; under `metric.label` where others share its name. */
  values: Readonly<Record<string, readonly string[]>>;
}

/** @returns in words whatever an expression asks for and nobody offers */
export function findUnknown({ where, text, shown }: Expression, known: Known): string[] {
  const { selectors, groupings } = readPromql(text);
  const labelsOf = ({ metric }: Selector) => new Set([...(known.exposed.get(metric) ?? []), ...known.added]);
  const isMetric = ({ metric }: Selector) => known.exposed.has(metric) || known.ofPrometheus.includes(metric);
  const valuesOf = ({ metric }: Selector, label: string) => known.values[`${metric}.${label}`] ?? known.values[label];
  const isOfSome = (label: string, some: Selector[]) => some.some((selector) => labelsOf(selector).has(label));
  const matchers = selectors.flatMap((selector) => selector.matchers.map((matcher) => ({ selector, ...matcher })));
  // What is aggregated keeps no label but those of its grouping.
  const kept = groupings.map(({ label }) => label);
  const isAggregated = /^\s*(sum|max|min|avg|count|histogram_quantile)\b/.test(text);
  return [
    ...selectors.filter((one) => !isMetric(one)).map(({ metric }) => `no metric ${metric}`),
    ...matchers
      .filter(({ selector, label }) => isMetric(selector) && !labelsOf(selector).has(label))
      .map(({ selector, label }) => `${selector.metric} has no label ${label}`),
    ...matchers.flatMap(({ selector, label, operator, value }) =>
      (operator.includes('~') ? value.split('|') : [value])
        .filter((one) => valuesOf(selector, label)?.includes(one) === false)
        .map((one) => `${label} is never ${one}`),
    ),
    ...groupings
      .filter(({ label, selectors: below }) => !isOfSome(label, below))
      .map(({ label }) => `nothing to group by ${label}`),
    ...shown
      .filter((label) => !isOfSome(label, selectors) || (isAggregated && !kept.includes(label)))
      .map((label) => `no ${label} to show`),
  ].map((problem) => `${where}: ${problem}`);
}
