import type { Simulation } from '@belfry/sdk';

/** Why contacts of this person would not be made, each reason once; what only waits for the end of quiet hours is made. */
export function whyNotReached({ turns }: Pick<Simulation, 'turns'>, personId: string): string[] {
  const lost = turns
    .flatMap((turn) => turn.contacts)
    .filter(({ personId: of, status }) => of === personId && (status === 'unreachable' || status === 'suppressed'));
  return [...new Set(lost.flatMap(({ reason }) => reason ?? []))];
}
