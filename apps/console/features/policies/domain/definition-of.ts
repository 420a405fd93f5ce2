import type { NewPolicy, Policy, SimulationDraft } from '@belfry/sdk';

export type PolicyDefinition = SimulationDraft['policy'];

/** What of a saved policy can be simulated and saved anew: the API answers words where it takes a choice of them. */
export function definitionOf({ steps, fallback, repageAfter, patience, onUnknown }: Policy): Omit<NewPolicy, 'name'> {
  return { steps, fallback, repageAfter, patience, onUnknown } as Omit<NewPolicy, 'name'>;
}

/** Whom a policy names, wherever it does: `self`, ids and roles. */
export function targetsOf({ steps, fallback }: Pick<Policy, 'steps' | 'fallback'>): string[] {
  const targets = steps.flatMap((step) => step.targets.map(({ person }) => person));
  return fallback ? [...targets, fallback.person] : targets;
}
