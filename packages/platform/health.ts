import { AppError } from '@belfry/kernel/app-error';
import type { FastifyReply } from 'fastify';
import fp from 'fastify-plugin';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';

/** Something this process cannot do without. */
export interface HealthCheck {
  name: string;
  /** Resolves with a detail worth showing to anybody, or nothing; throws when it fails. */
  check: () => Promise<string | undefined>;
}

export interface HealthOptions {
  checks: readonly HealthCheck[];
  /** A check that has not answered by then has failed. */
  timeoutMs?: number;
}

const checkSchema = z.object({
  name: z.string(),
  ok: z.boolean(),
  detail: z.string().optional(),
  latencyMs: z.number().meta({ description: 'How long the check took.' }),
});

const readinessSchema = z
  .object({ status: z.enum(['ready', 'failing', 'draining']), checks: z.array(checkSchema) })
  .meta({ id: 'Readiness' });

type CheckResult = z.infer<typeof checkSchema>;

const tags = ['operations'];

/**
 * GET /health says that the process runs, and no more: restarting it mends no database. GET /ready and /health/ready
 * say whether it should be sent requests. Anybody may ask, so that many at once share one round of checks.
 */
export const healthRoutes = fp(
  (async (app, { checks, timeoutMs = 2_000 }) => {
    app.get(
      '/health',
      {
        schema: { tags, summary: 'Whether the process runs', response: { 200: z.object({ status: z.literal('ok') }) } },
      },
      async () => ({ status: 'ok' as const }),
    );

    let underWay: Promise<CheckResult[]> | undefined;
    const runAll = (): Promise<CheckResult[]> => {
      underWay ??= Promise.all(checks.map((check) => run(check, timeoutMs, app.log))).finally(() => {
        underWay = undefined;
      });
      return underWay;
    };
    const answer = async (_request: unknown, reply: FastifyReply): Promise<void> => {
      const results = await runAll();
      const isReady = app.phase === 'serving' && results.every((result) => result.ok);
      const status = app.phase === 'serving' ? (isReady ? 'ready' : 'failing') : 'draining';
      reply
        .code(isReady ? 200 : 503)
        .header('cache-control', 'no-store')
        .send({ status, checks: results });
    };
    const schema = {
      tags,
      summary: 'Whether this process should be sent requests',
      response: { 200: readinessSchema, 503: readinessSchema },
    };
    app.get('/ready', { schema }, answer);
    app.get('/health/ready', { schema }, answer);
  }) satisfies FastifyPluginAsyncZod<HealthOptions>,
  { name: 'belfry-health' },
);

interface CheckLog {
  warn(fields: object, message: string): void;
}

async function run({ name, check }: HealthCheck, timeoutMs: number, log: CheckLog): Promise<CheckResult> {
  const startedAt = performance.now();
  const latencyMs = (): number => Math.round((performance.now() - startedAt) * 10) / 10;
  try {
    const detail = await withTimeout(check(), timeoutMs);
    return { name, ok: true, ...(detail === undefined ? {} : { detail }), latencyMs: latencyMs() };
  } catch (error) {
    log.warn({ err: error, check: name }, 'not ready');
    // Anybody may read this: of an error of a library nothing is known, what it says may hold a host or a user.
    return { name, ok: false, detail: error instanceof AppError ? error.message : 'failed', latencyMs: latencyMs() };
  }
}

function withTimeout<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(timedOut(timeoutMs)), timeoutMs);
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
}

function timedOut(timeoutMs: number): AppError {
  return new AppError({ code: 'health.timed-out', kind: 'unavailable', message: `no answer within ${timeoutMs} ms` });
}
