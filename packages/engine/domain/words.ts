import type { ContactProblem } from './occurrence.ts';

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

/** What an author makes of one occurrence. */
export type Words = Written | Unwritten;
