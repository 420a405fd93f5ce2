import { ruleBroken } from '@belfry/kernel/app-error';
import { readPersonNames } from '@belfry/people';
import type { Tx } from '@belfry/platform/database';
import {
  firstStepOutOfOrder,
  isRole,
  type Policy,
  peopleNamedIn,
  type Target,
  whereTooOften,
} from '../../domain/policy.ts';

/**
 * Refuses what no policy may be; what merely reaches nobody at present is a warning.
 * @param prefix of the paths in what is thrown: where the policy stands in the request
 * @throws AppError `policy.steps-out-of-order`, `policy.too-often`, `policy.person-unknown` (422)
 */
export async function checkPolicy(tx: Tx, policy: Policy, prefix = ''): Promise<void> {
  const outOfOrder = firstStepOutOfOrder(policy.steps);
  if (outOfOrder >= 0) {
    const message = 'must not come before the step in front of it';
    throw ruleBroken('policy.steps-out-of-order', `${prefix}steps.${outOfOrder}.after`, message);
  }
  const tooOften = whereTooOften(policy);
  if (tooOften !== null) throw ruleBroken('policy.too-often', `${prefix}${tooOften}`, 'must be at least PT1M');
  const known = await readPersonNames(tx, peopleNamedIn(policy));
  const isUnknown = ({ person }: Target) => person !== 'self' && !isRole(person) && !known.has(person);
  for (const { target, path } of targetsWithPaths(policy)) {
    if (!isUnknown(target)) continue;
    throw ruleBroken('policy.person-unknown', `${prefix}${path}.person`, `There is no person ${target.person}.`);
  }
}

function targetsWithPaths({ steps, fallback }: Policy): { target: Target; path: string }[] {
  const targets = steps.flatMap((step, s) =>
    step.targets.map((target, t) => ({ target, path: `steps.${s}.targets.${t}` })),
  );
  return fallback ? [...targets, { target: fallback, path: 'fallback' }] : targets;
}
