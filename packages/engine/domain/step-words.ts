import type { StepPlace } from './standing.ts';

/** `step 2`, `repeat 1 of step 2` */
export function stepName({ stepsTaken, repeatsTaken }: Pick<StepPlace, 'stepsTaken' | 'repeatsTaken'>): string {
  return repeatsTaken > 0 ? `repeat ${repeatsTaken} of step ${stepsTaken}` : `step ${stepsTaken}`;
}

export function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
