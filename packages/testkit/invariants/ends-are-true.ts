import { type AttemptEnd, readAttemptEnds } from './attempt-ends.ts';
import type { Invariant } from './invariant.ts';
import { readSentMessages, type SentMessage } from './sent-messages.ts';

/**
 * Holds what is recorded of each attempt against what the network has. A time-out may hide a message that was taken, and
 * a look-up may come before it: then the message goes out twice, as the documentation says. What was there when somebody
 * asked must have been found; what is recorded as taken must be there.
 */
export const endsAreTrue: Invariant = {
  number: 5,
  promise: 'What is recorded as sent was taken, and what is recorded as not sent was not.',
  async check(evidence) {
    const [messages, ends] = [await readSentMessages(evidence), await readAttemptEnds(evidence)];
    return {
      checked: ends.length,
      violations: [...hiddenTexts(messages, ends), ...madeUpTexts(messages, ends), ...miscountedEmails(messages, ends)],
    };
  },
};

/** Texts that the network took and that are recorded as not sent. */
function hiddenTexts(messages: readonly SentMessage[], ends: readonly AttemptEnd[]): string[] {
  const byAttempt = new Map(ends.map((end) => [end.attempt, end]));
  const byProviderId = new Map(ends.map((end) => [end.providerId, end]));
  return messages.flatMap((message) => {
    const end = message.attempt === null ? undefined : byAttempt.get(message.attempt);
    if (!end || isTaken(end) || end.status === 'unknown' || cameTooLate(message, end)) return [];
    // Of two that are alike, a look-up may take either for either: what matters is that each is accounted for once.
    const other = byProviderId.get(message.providerId);
    if (other && other.address === end.address && other.text === end.text) return [];
    const recorded = [end.status, end.code].filter((word) => word !== null).join(' ');
    return [`message ${message.id} was taken, and attempt ${end.attempt} is recorded as ${recorded}`];
  });
}

/**
 * Nobody can be blamed for not finding what was not there yet. A look-up begins when the unknown end is on record, so
 * whatever was there by then was there to be found.
 */
export function cameTooLate({ takenAtMs }: SentMessage, { code, knownBeforeAtMs }: AttemptEnd): boolean {
  return code === 'look-up.not-found' && takenAtMs > (knownBeforeAtMs ?? Number.POSITIVE_INFINITY);
}

/** Of equal texts to one number a look-up cannot tell which is whose; so they are counted. */
function madeUpTexts(messages: readonly SentMessage[], ends: readonly AttemptEnd[]): string[] {
  const ids = new Set(messages.map(({ providerId }) => providerId));
  const ofTexts = ends.filter(({ channel }) => channel === 'sms').filter(isTaken);
  const unheardOf = ofTexts.filter(({ providerId }) => providerId === null || !ids.has(providerId));
  const there = Map.groupBy(messages, ({ to, body }) => `${to} ${body}`);
  const recorded = Map.groupBy(ofTexts, ({ address, text }) => `${address} ${text}`);
  const tooMany = [...recorded].filter(([key, group]) => group.length > (there.get(key)?.length ?? 0));
  return [
    ...unheardOf.map(({ attempt, status }) => `attempt ${attempt} is ${status}, and the network has no such message`),
    ...tooMany.map(
      ([key, group]) =>
        `${group.length} attempts were taken, and the network has ${there.get(key)?.length ?? 0} such texts: ${key}`,
    ),
  ];
}

/**
 * All tries of a step share a Message-ID: as many arrived as were accepted, and at most those more whose end nobody knows
 * or that a mail server took and refused in one breath, as chaos makes it.
 */
function miscountedEmails(messages: readonly SentMessage[], ends: readonly AttemptEnd[]): string[] {
  const arrived = Map.groupBy(
    messages.filter(({ channel }) => channel === 'email'),
    ({ messageId, to }) => `${messageId} to ${to}`,
  );
  const tried = Map.groupBy(
    ends.filter(({ channel }) => channel === 'email'),
    ({ messageId, address }) => `${messageId} to ${address}`,
  );
  return [...tried].flatMap(([key, group]) => {
    const its = arrived.get(key) ?? [];
    const count = its.length;
    const refused = its.filter(({ faults }) => faults.includes('acceptThenServerError')).length;
    const accepted = group.filter(isTaken).length;
    const unknown = group.filter(({ status }) => status === 'unknown').length;
    if (count >= accepted && count <= accepted + unknown + refused) return [];
    return [`email ${key} arrived ${count} times; ${accepted} were accepted and ${unknown} are unknown`];
  });
}

const taken = new Set(['accepted', 'sent', 'delivered', 'answered']);

/** A failure that names the provider's message is one that the provider told of. */
function isTaken({ status, providerId }: AttemptEnd): boolean {
  return taken.has(status) || ((status === 'failed' || status === 'undelivered') && providerId !== null);
}
