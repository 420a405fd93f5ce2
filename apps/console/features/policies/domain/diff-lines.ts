export interface DiffLine {
  kind: 'same' | 'removed' | 'added';
  text: string;
}

/** What turns one text into another, line by line, with as many lines kept as can be (longest common subsequence). */
export function diffLines(before: readonly string[], after: readonly string[]): DiffLine[] {
  const kept = keptFrom(before, after);
  const lines: DiffLine[] = [];
  let [b, a] = [0, 0];
  while (b < before.length || a < after.length) {
    const [was, is] = [before[b], after[a]];
    if (was !== undefined && was === is) {
      lines.push({ kind: 'same', text: was });
      b++;
      a++;
    } else if (was !== undefined && (is === undefined || at(kept, b + 1, a) >= at(kept, b, a + 1))) {
      lines.push({ kind: 'removed', text: was });
      b++;
    } else if (is !== undefined) {
      lines.push({ kind: 'added', text: is });
      a++;
    }
  }
  return lines;
}

/** How many lines can be kept of what follows each pair of places. */
function keptFrom(before: readonly string[], after: readonly string[]): number[][] {
  const kept = before.map(() => new Array<number>(after.length + 1).fill(0));
  for (let b = before.length - 1; b >= 0; b--) {
    for (let a = after.length - 1; a >= 0; a--) {
      const row = kept[b];
      if (!row) continue;
      row[a] = before[b] === after[a] ? at(kept, b + 1, a + 1) + 1 : Math.max(at(kept, b + 1, a), at(kept, b, a + 1));
    }
  }
  return kept;
}

function at(kept: readonly number[][], b: number, a: number): number {
  return kept[b]?.[a] ?? 0;
}
