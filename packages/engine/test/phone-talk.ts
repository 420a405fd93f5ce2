import type { InboundMessage } from '@belfry/channels';
import { newId } from '@belfry/kernel/ids';
import type { Person } from '@belfry/people';
import type { OccurrenceState } from '../domain/occurrence.ts';
import type { OccId } from '../domain/occurrence-id.ts';
import type { NewTurn } from '../store/chain/pg-claim-turns.ts';
import type { EngineDeps } from '../usecases/engine-deps.ts';
import { handleReply } from '../usecases/replies/handle-reply.ts';
import type { EngineFixture } from './engine-fixture.ts';

/** Asks people by text message, and answers as they do. */
export class PhoneTalk {
  readonly #belfry: EngineFixture;
  #phones = 0;

  constructor(belfry: EngineFixture) {
    this.#belfry = belfry;
  }

  newPhone(): string {
    return `+12025550${100 + this.#phones++}`;
  }

  /**
   * @param deps of the process that takes it
   * @returns what is answered; null is silence
   */
  reply(
    from: string,
    text: string,
    providerId: string = newId(),
    deps: EngineDeps = this.#belfry.deps,
  ): Promise<string | null> {
    const message: InboundMessage = { provider: 'twilio', providerId, channel: 'sms', from, to: '+12025550199', text };
    return handleReply(deps, message);
  }

  /** Reminds of each, a second after the one before, and sends it. */
  async ask(person: Person, titles: string[]): Promise<NewTurn[]> {
    const belfry = this.#belfry;
    const targets = [{ person: 'self' as const, channels: ['sms'] }];
    const policy = await belfry.addPolicy([{ after: 'PT0S', targets }]);
    const asked: NewTurn[] = [];
    for (const title of titles) {
      const { id } = await belfry.addSchedule(person, { policyId: policy.id, title });
      // Beside what became due of earlier tests.
      const claims = await belfry.claimDue();
      await belfry.send(claims);
      asked.push(...claims.map(({ turn }) => turn).filter(({ scheduleId }) => scheduleId === id));
      await belfry.moveTo(belfry.clock.now().add({ seconds: 1 }).toString());
    }
    return asked;
  }

  async stateOf(occurrence: { day: string; occId: OccId }): Promise<OccurrenceState | undefined> {
    return (await this.#belfry.chainOf(occurrence)).at(-1)?.state;
  }
}
