import type { SandboxMessage } from './api-client.ts';

export interface ExpectedMessage {
  to: string;
  channel: SandboxMessage['channel'];
  /** What the body contains, or matches. */
  body: string | RegExp;
  /** The instant by the Clock; absent: any. */
  at?: string;
}

/**
 * Pairs what was expected with what was sent, each with one of the other, in any order.
 * @returns null where nothing is left over on either side, else a text that shows all of both
 */
export function compareMessages(expected: readonly ExpectedMessage[], sent: readonly SandboxMessage[]): string | null {
  const pairs = pairUp(expected, sent);
  const paired = new Set(pairs.values());
  const missing = expected.filter((_, index) => !pairs.has(index));
  const unexpected = sent.filter((_, index) => !paired.has(index));
  if (missing.length === 0 && unexpected.length === 0) return null;
  const met = sent.filter((_, index) => paired.has(index));
  return [
    `${count(unexpected, 'unexpected message')}, ${count(missing, 'expected message')} never sent:`,
    ...unexpected.map((message) => `+ ${describeSent(message)}`),
    ...missing.map((message) => `- ${describeExpected(message)}`),
    ...met.map((message) => `  ${describeSent(message)}`),
  ].join('\n');
}

/**
 * As many pairs as there can be (augmenting paths), so that a vague expectation does not take the message that only a
 * precise one would have fitted.
 * @returns index in `sent` by index in `expected`
 */
function pairUp(expected: readonly ExpectedMessage[], sent: readonly SandboxMessage[]): Map<number, number> {
  const takenBy = new Map<number, number>();
  const find = (index: number, tried: Set<number>): boolean =>
    sent.some((message, candidate) => {
      if (tried.has(candidate) || !fits(expected[index]!, message)) return false;
      tried.add(candidate);
      const holder = takenBy.get(candidate);
      if (holder !== undefined && !find(holder, tried)) return false;
      takenBy.set(candidate, index);
      return true;
    });
  for (const index of expected.keys()) find(index, new Set());
  return new Map(Array.from(takenBy, ([candidate, index]) => [index, candidate]));
}

function fits(expected: ExpectedMessage, message: SandboxMessage): boolean {
  const { to, channel, body, at } = expected;
  const hasBody = typeof body === 'string' ? message.body.includes(body) : message.body.search(body) >= 0;
  const isAt = at === undefined || Temporal.Instant.from(at).equals(message.at);
  return message.to === to && message.channel === channel && hasBody && isAt;
}

function count(messages: readonly unknown[], what: string): string {
  return `${messages.length} ${what}${messages.length === 1 ? '' : 's'}`;
}

function describeSent({ at, channel, to, body }: SandboxMessage): string {
  return `${at} ${channel} to ${to}: ${JSON.stringify(body)}`;
}

function describeExpected({ at = 'at any time', channel, to, body }: ExpectedMessage): string {
  return `${at} ${channel} to ${to}: ${typeof body === 'string' ? `…${JSON.stringify(body)}…` : body}`;
}
