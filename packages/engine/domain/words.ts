import type { ContactProblem } from './occurrence.ts';
import type { OnUnknown } from './policy.ts';

/** What goes out, byte for byte. */
export interface Written {
  /** For channels that have one. */
  subject: string;
  text: string;
}

/** Why nothing is said. */
export interface Unwritten {
  withheld: Pick<ContactProblem, 'status' | 'code' | 'reason'>;
}

/** Its time, by what holds now, is still to come. */
export interface NotBefore {
  notBefore: Temporal.Instant;
}

/**
 * Of a first turn alone: it is not planned so any more, which its schedule is about to say. It stays unclaimed, and its slot free;
 * the audit looks at it again until it is wanted no more, or the author says otherwise.
 */
export interface Outdated {
  isOutdated: true;
}

/** What an author makes of one occurrence. */
export type Words = Written | Unwritten;

/** What an author answers when words are wanted. */
export type Said = Words | NotBefore | Outdated;

/** By what a tenant's are judged, as it holds now; what stands on their schedules may be of before. */
export interface Terms {
  /** ISO 8601 duration. */
  lateLimit: string;
  onUnknown: OnUnknown;
}
