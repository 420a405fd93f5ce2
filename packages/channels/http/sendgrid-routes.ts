import { AppError } from '@belfry/kernel/app-error';
import { isAboutTheData } from '@belfry/platform/about-the-data';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { Complaint, StatusCallback } from '../contract.ts';
import { readAttemptKey } from '../domain/attempt-key.ts';
import { isSignedBySendGrid, readEvents, readPublicKey } from '../sendgrid/read-event.ts';

export interface SendGridRoutesOptions {
  /** By which SendGrid's events are known: SPKI, DER in base64. */
  publicKey: string;
  /** The secret of `signAttemptKey`. */
  attemptKeySecret: string;
  onStatus(callback: StatusCallback): Promise<void>;
  onComplaint(complaint: Complaint): Promise<void>;
}

/** SendGrid sends its events in batches. */
const mostBytes = 5 * 1024 * 1024;
const header = 'x-twilio-email-event-webhook';

/**
 * The webhook of SendGrid's events. What it has not signed is refused with 403; what is of mail that others send with the same
 * account is passed over. One that cannot be taken holds up none behind it; all are asked for again only where that may help.
 */
export function createSendGridRoutes(options: SendGridRoutesOptions): FastifyPluginAsync {
  const publicKey = readPublicKey(options.publicKey);
  return async function sendGridRoutes(app: FastifyInstance): Promise<void> {
    app.removeAllContentTypeParsers();
    // The signature is of the bytes as they came.
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: mostBytes }, (_request, body, done) =>
      done(null, body),
    );
    app.post(
      '/hooks/sendgrid/events',
      { config: { public: true }, schema: { hide: true }, bodyLimit: mostBytes },
      async ({ headers, body, log }, reply) => {
        const [signature, timestamp] = [headers[`${header}-signature`], headers[`${header}-timestamp`]];
        const isSigned =
          typeof signature === 'string' &&
          typeof timestamp === 'string' &&
          Buffer.isBuffer(body) &&
          isSignedBySendGrid(publicKey, { timestamp, body, signature });
        if (!isSigned) {
          const message = 'These events were not signed by SendGrid for this account.';
          throw new AppError({ code: 'webhook.signature-invalid', kind: 'forbidden', message });
        }
        const { statuses, complaints } = readEvents(parse(body));
        const isOurs = ({ attemptKey }: { attemptKey: string }) =>
          readAttemptKey(options.attemptKeySecret, attemptKey) !== null;
        const failures: unknown[] = [];
        const take = async (taking: Promise<void>) => {
          try {
            await taking;
          } catch (error) {
            if (isAboutTheData(error)) log.error({ err: error }, 'an event of SendGrid’s that can never be taken');
            else failures.push(error);
          }
        };
        for (const complaint of complaints.filter(isOurs)) await take(options.onComplaint(complaint));
        for (const callback of statuses.filter(isOurs)) await take(options.onStatus(callback));
        if (failures.length > 0) throw failures[0];
        return reply.code(204).send();
      },
    );
  };
}

function parse(body: Buffer): unknown[] {
  try {
    const events: unknown = JSON.parse(body.toString('utf8'));
    if (Array.isArray(events)) return events;
  } catch {
    // Told below.
  }
  throw new AppError({ code: 'webhook.unreadable', kind: 'validation', message: 'The events must be a JSON array.' });
}
