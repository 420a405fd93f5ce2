import { plainPage, plainPageHeaders } from '@belfry/platform/http/plain-page';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { readUnsubscribe, type Unsubscribe } from '../smtp/unsubscribe-token.ts';
import { unsubscribePages } from './unsubscribe-pages.ts';

export interface UnsubscribeRoutesOptions {
  /** Of `sealUnsubscribe`. */
  secret: string;
  /** Returns when nothing leaves to the address any more. Idempotent. */
  onUnsubscribe(unsubscribe: Unsubscribe): Promise<void>;
}

const longestBodyBytes = 4096;

/**
 * How an address receives no more email (RFC 8058). Mail programs POST to it by themselves when somebody clicks their
 * own button, so POST acts and asks nothing; what opens links by itself only GETs, and GET changes nothing.
 */
export async function addUnsubscribeRoutes(app: FastifyInstance, options: UnsubscribeRoutesOptions): Promise<void> {
  await app.register(async (scope) => {
    // The body says `List-Unsubscribe=One-Click` in one of two encodings, and nothing that matters.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: longestBodyBytes }, (_request, _body, done) =>
      done(null),
    );
    const route = { config: { public: true }, schema: { hide: true } };

    scope.get<{ Params: { token: string } }>('/u/:token', route, (request, reply) => {
      const isKnown = readUnsubscribe(options.secret, request.params.token) !== null;
      return isKnown ? send(reply, 200, 'ask') : send(reply, 404, 'unknown');
    });

    scope.post<{ Params: { token: string } }>('/u/:token', route, async (request, reply) => {
      const unsubscribe = readUnsubscribe(options.secret, request.params.token);
      if (!unsubscribe) return send(reply, 404, 'unknown');
      await options.onUnsubscribe(unsubscribe);
      return send(reply, 200, 'done');
    });
  });
}

function send(reply: FastifyReply, status: number, page: keyof typeof unsubscribePages): FastifyReply {
  return reply.code(status).headers(plainPageHeaders).send(plainPage(unsubscribePages[page]));
}
