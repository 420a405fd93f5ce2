import { idempotencyKeyOf } from '@belfry/platform/http/run-once';
import type { FastifyRequest } from 'fastify';

/** Longer than anybody presses again after. */
const keptMs = 600_000;

/**
 * What is done once for each Idempotency-Key where no transaction could hold the two together: whoever repeats the request waits for
 * the first, or gets its answer. As long as this process lives, which is as long as a network that is only simulated.
 */
export class KeyedEffects<Answer> {
  readonly #answers = new Map<string, Promise<Answer>>();

  run(request: FastifyRequest, effect: () => Promise<Answer>): Promise<Answer> {
    const given = idempotencyKeyOf(request);
    if (given === undefined) return effect();
    const { principal, method, originalUrl, body } = request;
    const key = JSON.stringify([principal.tenantId, method, originalUrl, body, given]);
    const first = this.#answers.get(key);
    if (first) return first;
    const answer = effect();
    this.#answers.set(key, answer);
    const forget = () => this.#answers.delete(key);
    // What was refused may be tried again under its key.
    answer.then(() => setTimeout(forget, keptMs).unref(), forget);
    return answer;
  }
}
