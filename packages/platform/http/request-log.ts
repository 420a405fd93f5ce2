import { type FastifyReply, type FastifyRequest, LogController } from 'fastify';

/** Asked every few seconds by machines; their lines would bury the others. */
const probes = new Set(['/health', '/ready', '/health/ready', '/metrics']);

/**
 * One line per request, when it has ended, by the route's pattern: a raw URL may hold a signed token, an address or a
 * name. Faults have their own line with the stack (error-handling.ts).
 */
export class RequestLog extends LogController {
  constructor() {
    super({ requestIdLogLabel: 'requestId' });
  }

  override incomingRequest(): void {}

  override requestCompleted(error: Error | null | undefined, request: FastifyRequest, reply: FastifyReply): void {
    const { url } = request.routeOptions;
    const level = url !== undefined && probes.has(url) ? 'debug' : 'info';
    const fields = {
      method: request.method,
      route: url ?? 'unknown',
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime * 10) / 10,
    };
    request.log[level](error ? { ...fields, err: error } : fields, 'request');
  }

  override routeNotFound(): void {}
}
