import type { Invariant } from './invariant.ts';
import { readRecordedContacts, readSentMessages } from './sent-messages.ts';

const normalise = (text: string) => text.replaceAll('\r\n', '\n').trimEnd();

export const recordedAsSent: Invariant = {
  number: 6,
  promise: 'What is recorded is what was sent.',
  async check(evidence) {
    const contacts = await readRecordedContacts(evidence);
    const byAttempt = new Map(contacts.map((contact) => [contact.attempt, contact]));
    const byStep = Map.groupBy(contacts, ({ messageId }) => messageId);
    const byOccurrence = Map.groupBy(contacts, ({ occurrence }) => occurrence);
    const messages = await readSentMessages(evidence);
    const violations = messages.flatMap((message) => {
      const recorded = message.attempt === null ? undefined : byAttempt.get(message.attempt);
      const ofStep = message.messageId === null ? undefined : (byStep.get(message.messageId) ?? []);
      // A push and a webhook tell their occurrence alone.
      const candidates = recorded ? [recorded] : (ofStep ?? byOccurrence.get(message.occurrence ?? '') ?? []);
      const isRecorded = candidates.some(
        ({ address, text }) => address === message.to && normalise(text) === normalise(message.body),
      );
      return isRecorded ? [] : [`message ${message.id} to ${message.to} is recorded otherwise`];
    });
    return { checked: messages.length, violations };
  },
};
