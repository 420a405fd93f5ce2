import type { Policy } from '@belfry/sdk';
import { parseDurationMs } from '../../../time/duration.ts';

type Step = Pick<Policy['steps'][number], 'after' | 'targets'> &
  Partial<Pick<Policy['steps'][number], 'message' | 'repeat'>>;

/** As much of a person as a preview needs. */
export interface Reachable {
  id: string;
  name: string;
  timeZone: string;
  contactPoints: readonly { channel: string; address: string }[];
}

export interface PreviewContact {
  /** `self`, a person's id, or `role:…`, as the policy says it. */
  target: string;
  person: Reachable | null;
  channel: string;
  /** All of the target's, the preferred first. */
  channels: readonly string[];
  address: string | null;
  /** Why this contact cannot be made as things stand; a role is resolved only when the step is taken. */
  unreachable: 'no-address' | 'unknown-person' | null;
}

export interface PreviewRung {
  index: number;
  /** Since the occurrence fired. */
  afterMs: number;
  atMs: number | null;
  contacts: PreviewContact[];
  message: string | null;
  repeat: { everyMs: number; times: number } | null;
}

export interface LadderSubject {
  self: Reachable | null;
  /** null while they are being looked up. */
  people: readonly Reachable[] | null;
  /** When the first step goes; null when only the distances are known. */
  firstAtMs: number | null;
}

/** "What happens if nobody answers": every step with its distance, its instant, and who is meant. */
export function previewLadder(steps: readonly Step[], subject: LadderSubject): PreviewRung[] {
  return steps.map((step, index) => {
    const afterMs = parseDurationMs(step.after) ?? 0;
    return {
      index,
      afterMs,
      atMs: subject.firstAtMs === null ? null : subject.firstAtMs + afterMs,
      contacts: step.targets.map((target) => contact(target, subject)),
      message: step.message ?? null,
      repeat: step.repeat ? { everyMs: parseDurationMs(step.repeat.every) ?? 0, times: step.repeat.times } : null,
    };
  });
}

/** Channels stand in the order of preference: the first that the person can be reached on is taken. */
function contact(target: Step['targets'][number], { self, people }: LadderSubject): PreviewContact {
  const person = target.person === 'self' ? self : (people?.find((known) => known.id === target.person) ?? null);
  const point = target.channels
    .map((channel) => person?.contactPoints.find((known) => known.channel === channel))
    .find((known) => known !== undefined);
  const address = point?.address ?? null;
  return {
    target: target.person,
    person,
    channel: point?.channel ?? target.channels[0] ?? '',
    channels: target.channels,
    address,
    unreachable: people === null && person === null ? null : whyUnreachable(target.person, person, address),
  };
}

function whyUnreachable(
  target: string,
  person: Reachable | null,
  address: string | null,
): PreviewContact['unreachable'] {
  if (person) return address === null ? 'no-address' : null;
  const isOpen = target === 'self' || target.startsWith('role:');
  return isOpen ? null : 'unknown-person';
}
