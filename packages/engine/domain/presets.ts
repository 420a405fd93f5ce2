import { type Policy, type Target, usualPatience } from './policy.ts';

export interface Preset {
  name: string;
  policy: Policy;
}

/** By text message, and by whatever else there is where that does not reach; everybody has an inbox. */
const channels = ['sms', 'push', 'email', 'inbox'];
const self: Target = { person: 'self', channels };
const contacts: Target = { person: 'role:contact', channels };

/** The policies that every tenant has from the start; edited and deleted like any other. */
export const presets: readonly Preset[] = [
  preset('Gentle', [0, 60, 180], Number.POSITIVE_INFINITY),
  preset('Urgent', [0, 5, 15, 30], 4),
  preset('Critical', [0, 2, 5, 10, 15], 2),
];

/** @param contactsFrom the number of the first step that reaches the person's contacts too */
function preset(name: string, minutes: readonly number[], contactsFrom: number): Preset {
  const steps = minutes.map((after, index) => ({
    after: Temporal.Duration.from({ minutes: after }).round({ largestUnit: 'hours' }).toString(),
    targets: index + 1 >= contactsFrom ? [self, contacts] : [self],
    message: null,
    repeat: null,
  }));
  return { name, policy: { steps, fallback: null, repageAfter: null, patience: usualPatience, onUnknown: 'again' } };
}
