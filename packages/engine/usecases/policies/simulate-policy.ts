import { ruleBroken } from '@belfry/kernel/app-error';
import type { PersonId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { Policy } from '../../domain/policy.ts';
import type { Recipient } from '../../domain/resolve-targets.ts';
import { type Simulation, simulatePolicy } from '../../domain/simulate-policy.ts';
import { gatherHousehold } from './gather-household.ts';

export interface SimulateOptions {
  tx: Tx;
  policy: Policy;
  personId: PersonId;
  /** When the reminder would fire. */
  at: Temporal.Instant;
  importance: string;
  now: Temporal.Instant;
  canSend(channel: string): boolean;
}

export interface SimulatedPolicy extends Simulation {
  self: Recipient;
  /** Everybody who is contacted, by id. */
  people: ReadonlyMap<PersonId, Recipient>;
}

const title = 'A reminder';

/**
 * «What happens if I ignore this»: the engine's own decisions with the people and settings of now.
 * @throws AppError `policy.person-unknown` (422)
 */
export async function simulatePolicyFor(options: SimulateOptions): Promise<SimulatedPolicy> {
  const { policy, personId, at, importance } = options;
  const household = await gatherHousehold(options);
  if (!household) throw ruleBroken('policy.person-unknown', 'personId', `There is no person ${personId}.`);
  const schedule = { title, body: null, lateLimit: 'PT24H', importance, isDigest: false, stopped: null };
  const wakeup = { kind: 'fire', dueAt: at } as const;
  const simulation = simulatePolicy({ ...household, schedule, policy }, { chain: [], outcomes: [], wakeup });
  const { self, relations } = household;
  const related = relations.map(({ recipient }) => [recipient.id, recipient] as const);
  return { ...simulation, self, people: new Map([...household.people, ...related]) };
}
