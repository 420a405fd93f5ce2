/** An attempt whose end is not known and that nobody has settled yet. */
export const PENDING_LOOK_UP = 'pending-look-up';
/** It stays unknown, and by the policy it is sent once more. */
export const SENT_AGAIN = 'sent-again';
/** It stays unknown; the policy would have had it sent once more, and somebody answered, or the policy went on, before. */
export const NOT_SENT_AGAIN = 'not-sent-again';
/** It stays unknown, and a person decides. */
export const LEFT_TO_PERSON = 'left-to-person';
/** Somebody asked for a failed attempt to be made anew. */
export const REPLAYED = 'dead-letter.replayed';
/** Held back until somebody's quiet hours end. */
export const QUIET_HOURS = 'contact.quiet-hours';
/** It was held back, and a later step has told the same person at the same address. */
export const SUPERSEDED = 'contact.superseded';
