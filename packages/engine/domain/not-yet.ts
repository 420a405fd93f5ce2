/**
 * Why something is put off whose author has it for later. It is told by this text, in a history, from what quiet hours have put
 * off; so it stays as it is.
 */
export const notYet = 'By what holds now its time is still to come.';
