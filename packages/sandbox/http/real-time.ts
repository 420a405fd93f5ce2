/** Tokens and signatures age by real time, whatever the virtual clock shows; whoever made them did not ask it. */
export const realNowMs = (): number => Date.now();
