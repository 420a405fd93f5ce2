/** All is due at this instant, and the clock of the run begins at it. */
export const dueAt = '2027-01-15T09:00:00Z';
