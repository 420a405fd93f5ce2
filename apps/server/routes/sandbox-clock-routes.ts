import { AppError, ruleBroken } from '@belfry/kernel/app-error';
import type { Clock } from '@belfry/kernel/clock';
import { compareInstants } from '@belfry/kernel/instants';
import { instantText } from '@belfry/platform/http/answer-fields';
import { duration, instant } from '@belfry/platform/http/fields';
import type { HttpServer } from '@belfry/platform/http/server';
import { z } from 'zod';
import type { VirtualTime } from '../compose/virtual-time.ts';
import { KeyedEffects } from './keyed-effects.ts';
import { simulated, tags } from './sandbox-fields.ts';

interface SandboxClockRoutesOptions {
  clock: Clock;
  /** null with the system clock. */
  virtualTime: VirtualTime | null;
}

/** There is no way back, and what is planned from there on still needs a year of four digits. */
const lastInstant = Temporal.Instant.from('9900-01-01T00:00:00Z');
const clockAnswer = z.object({ simulated, now: instantText }).meta({ id: 'SandboxClock' });

/** The time that all of them live in. */
export function addSandboxClockRoutes(app: HttpServer, { clock, virtualTime }: SandboxClockRoutesOptions): void {
  const moves = new KeyedEffects<Temporal.Instant>();

  app.route({
    method: 'GET',
    url: '/sandbox/clock',
    schema: { tags, summary: 'What time it is', response: { 200: clockAnswer } },
    handler: async () => ({ simulated: true as const, now: clock.now().toString() }),
  });

  app.route({
    method: 'POST',
    url: '/sandbox/clock',
    schema: {
      tags,
      summary: 'Move the virtual clock; answers when all that became due has been handled',
      body: z.union([z.strictObject({ set: instant }), z.strictObject({ advance: duration })]),
      response: { 200: clockAnswer },
    },
    handler: async (request) => {
      if (!virtualTime) throw notVirtual();
      const { body } = request;
      const advance = () =>
        virtualTime.advanceTo((now) => {
          const target = 'set' in body ? body.set : now.add({ milliseconds: totalMs(body.advance) });
          if (compareInstants(target, lastInstant) > 0) throw tooFar('set' in body ? 'set' : 'advance');
          return target;
        });
      const reached = await moves.run(request, advance);
      return { simulated: true as const, now: reached.toString() };
    },
  });
}

function totalMs(span: Temporal.Duration): number {
  return span.total({ unit: 'milliseconds', relativeTo: '2000-01-01[UTC]' });
}

function tooFar(field: string): AppError {
  return ruleBroken('clock.too-far', field, `must not lead beyond ${lastInstant.toString()}`);
}

function notVirtual(): AppError {
  return new AppError({
    code: 'clock.not-virtual',
    kind: 'conflict',
    message: 'The clock is the real one; start with BELFRY_CLOCK=virtual to be able to move it.',
  });
}
