import type { PersonId } from '@belfry/kernel/ids';
import type { Policy } from './policy.ts';
import { mayBeContacted, type Relation } from './resolve-targets.ts';

/** A contact that a throttle held back, as things stand now. */
export interface HeldContact {
  /** Who was to be contacted, and now reads the digest. */
  readerId: PersonId;
  /** Whom it is about. */
  aboutId: PersonId;
  aboutName: string;
  title: string;
  policy: Policy | null;
  /** By which it could have gone, the one that was meant first. */
  channels: readonly string[];
}

/** What a digest still has to tell of. */
export interface Digest {
  lines: string[];
  channels: string[];
  /** Something of it waits for an answer. */
  isAnswerable: boolean;
}

/** Whether the reader still agrees to be contacted on account of it. */
export function mayBeTold({ readerId, aboutId, policy }: HeldContact, relations: readonly Relation[]): boolean {
  return mayBeContacted({ self: { id: aboutId }, relations }, policy, readerId);
}

/** Each once, however many of its steps were held back; by the channels that they were to go by. */
export function digestOf(held: readonly HeldContact[]): Digest {
  return {
    lines: [...new Set(held.map(lineOf))],
    channels: [...new Set(held.flatMap(({ channels }) => channels))],
    isAnswerable: held.some(({ policy }) => policy !== null),
  };
}

function lineOf({ readerId, aboutId, aboutName, title }: HeldContact): string {
  return aboutId === readerId ? title : `${aboutName}: ${title}`;
}
