import { runOnce } from '@belfry/platform/http/run-once';
import type { HttpServer } from '@belfry/platform/http/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type pg from 'pg';
import { z } from 'zod';
import type { PlaygroundService } from '../playground/playground-service.ts';
import { type PlaygroundState, preparations } from '../playground/playground-state.ts';
import { readTally } from '../playground/read-tally.ts';
import { addPlaygroundProxy } from './playground-proxy.ts';

const tags = ['Playground'];

const resident = z.object({ personId: z.string(), name: z.string(), address: z.string(), timeZone: z.string() });

const playgroundAnswer = z
  .object({
    simulated: z.literal(true),
    phase: z.enum(['idle', 'starting', 'ready', 'failed']),
    doing: z.enum(preparations).nullable().meta({ description: 'While it starts, in this order.' }),
    problem: z.string().nullable(),
    engine: z.enum(['starting', 'running', 'dead']),
    engineKills: z.number(),
    scene: z
      .object({
        number: z.number(),
        key: z.string().meta({ description: 'Opens /playground/… of this scene and nothing else.' }),
        household: z.object({
          grandmother: resident,
          daughter: resident,
          neighbour: resident,
          policyId: z.string(),
        }),
      })
      .nullable(),
  })
  .meta({ id: 'Playground' });

const tallyAnswer = z
  .object({
    messages: z.number(),
    twice: z.number().meta({ description: 'Messages beyond the first for one attempt.' }),
    lost: z.number().meta({ description: 'What the clock has passed without a fate.' }),
    underWay: z.number(),
    callbacks: z.number(),
    repeatedCallbacks: z.number(),
  })
  .meta({ id: 'PlaygroundTally' });

interface PlaygroundRoutesOptions {
  playground: PlaygroundService;
  /** Of the role `app`, for idempotency keys. */
  pool: pg.Pool;
}

/** A second Belfry to play with, on a virtual clock of its own; only where the sandbox is on. */
export async function addPlaygroundRoutes(app: HttpServer, { playground, pool }: PlaygroundRoutesOptions) {
  const show = () => {
    playground.use()();
    return showState(playground.state());
  };
  const act = async (request: FastifyRequest, reply: FastifyReply, effect: () => Promise<void> | void) => {
    const { body } = await runOnce(request, pool, async () => {
      await effect();
      return { status: 202, body: show() };
    });
    return reply.code(202).send(body);
  };

  app.route({
    method: 'GET',
    url: '/v1/playground',
    schema: { tags, summary: 'How far the playground is, and who lives there', response: { 200: playgroundAnswer } },
    handler: async () => show(),
  });

  app.route({
    method: 'POST',
    url: '/v1/playground',
    schema: {
      tags,
      summary: 'Start the playground, or join it; the answer comes at once and GET tells how far it is',
      response: { 202: playgroundAnswer },
    },
    handler: (request, reply) => act(request, reply, playground.start),
  });

  app.route({
    method: 'POST',
    url: '/v1/playground/reset',
    schema: { tags, summary: 'A fresh scene, with a new database', response: { 202: playgroundAnswer } },
    handler: (request, reply) => act(request, reply, playground.reset),
  });

  app.route({
    method: 'POST',
    url: '/v1/playground/kill-engine',
    schema: {
      tags,
      summary: 'kill -9 the process of the engine; another one is started soon after',
      response: { 202: playgroundAnswer },
    },
    handler: (request, reply) => act(request, reply, playground.killEngine),
  });

  app.route({
    method: 'GET',
    url: '/v1/playground/tally',
    schema: {
      tags,
      summary: 'What the engine decided against what the phone network took',
      response: { 200: tallyAnswer },
    },
    handler: () => readTally(playground.scene().databaseUrl),
  });

  await addPlaygroundProxy(app, playground);
}

function showState({ phase, doing, problem, engine, engineKills, scene }: PlaygroundState) {
  const shown = scene && { number: scene.number, key: scene.key, household: scene.household };
  return { simulated: true as const, phase, doing, problem, engine, engineKills, scene: shown };
}
