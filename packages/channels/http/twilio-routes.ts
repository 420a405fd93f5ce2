import { AppError } from '@belfry/kernel/app-error';
import { invalidRequest, issuesOf } from '@belfry/platform/http/validation';
import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { InboundMessage, StatusCallback } from '../contract.ts';
import { readAttemptKey } from '../domain/attempt-key.ts';
import { readTwilioError } from '../twilio/error-codes.ts';
import { fromTwilioStatus } from '../twilio/message-status.ts';

export interface TwilioRoutesOptions {
  authToken: string;
  /** BELFRY_URL: the address that Twilio was given, in front of the path; a proxy that adds a path strips it again. */
  publicUrl: string;
  /** The secret of `signAttemptKey`. */
  attemptKeySecret: string;
  onStatus(callback: StatusCallback): Promise<void>;
  /** Answers the text that is to be sent back, or null for none. */
  onInbound(message: InboundMessage): Promise<string | null>;
}

/** Twilio's parameters, as far as they are used: https://www.twilio.com/docs/messaging/guides/webhook-request */
const statusForm = z.object({
  MessageSid: z.string().min(1),
  MessageStatus: z.string(),
  ErrorCode: z.string().optional(),
  ErrorMessage: z.string().optional(),
});
const inboundForm = z.object({
  MessageSid: z.string().min(1),
  From: z.string().min(1),
  To: z.string().min(1),
  Body: z.string().default(''),
});

/** All that XML 1.0 allows; twilio's builder throws on anything else. */
const illegalInXml = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/**
 * The webhooks that Twilio calls. Whoever cannot sign with our auth token gets 403 and learns nothing more.
 * The signature is checked against the public URL alone: Host and X-Forwarded-* headers are the caller's to choose.
 */
export function createTwilioRoutes(options: TwilioRoutesOptions): FastifyPluginAsync {
  const publicUrl = options.publicUrl.replace(/\/+$/, '');

  async function verifySignature(request: FastifyRequest): Promise<void> {
    const { default: twilio } = await import('twilio');
    const signature = request.headers['x-twilio-signature'];
    const url = `${publicUrl}${request.originalUrl}`;
    const form = isForm(request.body) ? request.body : {};
    if (typeof signature === 'string' && URL.canParse(url)) {
      if (twilio.validateRequest(options.authToken, signature, url, form)) return;
    }
    throw new AppError({
      code: 'webhook.signature-invalid',
      kind: 'forbidden',
      message: 'This request was not signed by Twilio for this account and address.',
    });
  }

  return async function twilioRoutes(app: FastifyInstance): Promise<void> {
    if (!app.hasContentTypeParser('application/x-www-form-urlencoded')) await app.register(formbody);
    app.addHook('preValidation', verifySignature);
    const route = { config: { public: true }, schema: { hide: true } };

    app.post<{ Params: { attemptKey: string } }>('/hooks/twilio/status/:attemptKey', route, async (request, reply) => {
      const { attemptKey } = request.params;
      if (readAttemptKey(options.attemptKeySecret, attemptKey) === null) {
        throw new AppError({ code: 'attempt.not-found', kind: 'not-found', message: 'There is no such attempt.' });
      }
      const form = parse(statusForm, request.body);
      const status = fromTwilioStatus(form.MessageStatus);
      if (status !== null) {
        const failure = form.ErrorCode ? readTwilioError(Number(form.ErrorCode)) : null;
        await options.onStatus({ attemptKey, providerId: form.MessageSid, status, failure, reason: reasonOf(form) });
      }
      return reply.code(204).send();
    });

    app.post('/hooks/twilio/inbound', route, async (request, reply) => {
      const { MessageSid, From, To, Body } = parse(inboundForm, request.body);
      const answer = await options.onInbound({
        provider: 'twilio',
        providerId: MessageSid,
        channel: 'sms',
        from: From,
        to: To,
        text: Body,
      });
      return reply.type('text/xml; charset=utf-8').send(await toTwiml(answer));
    });
  };
}

async function toTwiml(answer: string | null): Promise<string> {
  const { default: twilio } = await import('twilio');
  const response = new twilio.twiml.MessagingResponse();
  if (answer !== null) response.message(answer.replace(illegalInXml, ''));
  return response.toString();
}

function reasonOf({ ErrorCode, ErrorMessage }: z.infer<typeof statusForm>): string | null {
  if (!ErrorCode) return null;
  return ErrorMessage ? `Twilio error ${ErrorCode}: ${ErrorMessage}` : `Twilio error ${ErrorCode}`;
}

function isForm(body: unknown): body is Record<string, unknown> {
  return typeof body === 'object' && body !== null;
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body ?? {});
  if (!parsed.success) throw invalidRequest(issuesOf(parsed.error));
  return parsed.data;
}
