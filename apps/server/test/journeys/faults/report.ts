import { listed, type Tally } from '@belfry/testkit/chaos/tally';

/** What one fault has done, and what became of it. */
export interface FaultRow {
  fault: string;
  struck: Record<string, number>;
  /** Of its batch alone. */
  tally: Tally;
  /** Messages beyond the first to the same address for the same step, by the network's own record. */
  more: number;
  /** By kind. */
  answered: Record<string, number>;
  /** Contacts that left twice for one turn. */
  doubled: number;
  lost: number;
}

/** After an end that nobody knows, as the policy has it; how many of those had come the first time is `more`. */
function sentAgain({ resolved }: Tally): number {
  return resolved['sent-again'] ?? 0;
}

/** For whoever ran it. */
export function faultTable(rows: readonly FaultRow[]): string {
  const cells = rows.map(({ fault, struck, tally, more, answered, doubled, lost }) => [
    fault,
    listed(struck),
    ...[tally.contacts, tally.messages, more, sentAgain(tally), tally.tooLate, doubled, lost, tally.unknowns].map(
      String,
    ),
    listed(tally.resolved),
    listed(answered),
  ]);
  const head = [
    ...['fault', 'struck', 'contacts', 'messages', 'beyond the first', 'sent again by policy', 'looked up too early'],
    ...['doubled', 'lost', 'unknown', 'resolved by', 'answered'],
  ];
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
