/** Each metric that may be asked for, as Prometheus would name it, with the labels that its samples carry. */
export type Exposition = ReadonlyMap<string, ReadonlySet<string>>;

/** Reads the text format: what `# TYPE` declares, and whatever samples there are of it. */
export function readExposition(text: string): Exposition {
  const metrics = new Map<string, Set<string>>();
  for (const line of text.split('\n')) {
    const declared = /^# TYPE (\S+) (\S+)$/.exec(line);
    if (declared) {
      for (const name of namesOf(declared[1]!, declared[2]!)) metrics.set(name, new Set());
      continue;
    }
    const sample = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? \S+$/.exec(line);
    if (!sample) continue;
    const labels = [...(sample[2] ?? '').matchAll(/(\w+)="(?:[^"\\]|\\.)*"/g)].map(([, label]) => label!);
    for (const label of labels) metrics.get(sample[1]!)?.add(label);
  }
  return metrics;
}

function namesOf(name: string, type: string): string[] {
  if (type === 'histogram') return ['_bucket', '_sum', '_count'].map((suffix) => `${name}${suffix}`);
  if (type === 'summary') return [name, `${name}_sum`, `${name}_count`];
  return [name];
}
