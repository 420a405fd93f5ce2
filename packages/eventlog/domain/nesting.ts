/** Whether a JSON value nests no deeper than this many levels. Iterative: a hostile one is deeper than the stack. */
export function nestsAtMost(root: unknown, levels: number): boolean {
  const pending: { value: unknown; level: number }[] = [{ value: root, level: 1 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, level } = next;
    if (typeof value !== 'object' || value === null) continue;
    if (level > levels) return false;
    for (const child of Object.values(value)) pending.push({ value: child, level: level + 1 });
  }
  return true;
}
