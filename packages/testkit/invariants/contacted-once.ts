import type { Invariant } from './invariant.ts';
import { readRecordedContacts, readSentMessages } from './sent-messages.ts';

export const contactedOnce: Invariant = {
  number: 2,
  promise: 'Nobody is contacted twice for one turn, and no contact leaves without its turn.',
  async check(evidence) {
    const [messages, contacts] = [await readSentMessages(evidence), await readRecordedContacts(evidence)];
    const sms = messages.filter(({ channel }) => channel === 'sms');
    const known = new Set(contacts.map(({ attempt }) => attempt));
    const stray = sms.filter(({ attempt }) => attempt === null || !known.has(attempt));
    const twice = [...Map.groupBy(sms, ({ attempt }) => attempt)].filter(([, group]) => group.length > 1);
    // All tries of a step share a Message-ID, so an email may arrive as often as the chain says it was tried.
    const emails = Map.groupBy(
      messages.filter(({ channel }) => channel === 'email'),
      ({ messageId, to }) => `${messageId} to ${to}`,
    );
    const tries = Map.groupBy(contacts, ({ messageId, address }) => `${messageId} to ${address}`);
    const tooOften = [...emails].filter(([key, group]) => group.length > (tries.get(key)?.length ?? 0));
    return {
      checked: messages.length,
      violations: [
        ...stray.map(({ id, to }) => `message ${id} to ${to} has no turn`),
        ...twice.map(([attempt, group]) => `attempt ${attempt} was sent ${group.length} times`),
        ...tooOften.map(([key, group]) => `email ${key} arrived ${group.length} times, more than it was tried`),
      ],
    };
  },
};
