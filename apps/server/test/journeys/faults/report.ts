import { listed, type Tally } from '@belfry/testkit/chaos/tally';

/** What one fault has done, and what became of it. */
export interface FaultRow {
  fault: string;
  struck: Record<string, number>;
  /** Of its batch alone. */
  tally: Tally;
  doubled: number;
  lost: number;
}

/** For whoever ran it. */
export function faultTable(rows: readonly FaultRow[]): string {
  const cells = rows.map(({ fault, struck, tally, doubled, lost }) => [
    fault,
    listed(struck),
    ...[tally.contacts, tally.messages, doubled, lost, tally.unknowns].map(String),
    listed(tally.resolved),
  ]);
  const head = ['fault', 'struck', 'contacts', 'messages', 'doubled', 'lost', 'unknown', 'resolved by'];
  const widths = head.map((title, column) =>
    Math.max(...[head, ...cells].map((row) => row[column]?.length ?? 0), title.length),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [head, ...cells].map(line).join('\n');
}
