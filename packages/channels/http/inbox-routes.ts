import { notFound } from '@belfry/kernel/app-error';
import type { Clock } from '@belfry/kernel/clock';
import type { PersonId, TenantId } from '@belfry/kernel/ids';
import { readPersonFacts } from '@belfry/people';
import { inTenant, type Tx } from '@belfry/platform/database';
import { idText, instantText } from '@belfry/platform/http/answer-fields';
import { idOf } from '@belfry/platform/http/fields';
import { pageOf, pageParameters, positionInstant, toPage } from '@belfry/platform/http/pagination';
import { runOnce } from '@belfry/platform/http/run-once';
import type { HttpServer } from '@belfry/platform/http/server';
import type pg from 'pg';
import { z } from 'zod';
import { type InboxMessage, listInboxMessages, markInboxMessageRead } from '../store/pg-inbox.ts';

export interface InboxRoutesOptions {
  /** Of the application's role. */
  pool: pg.Pool;
  clock: Clock;
  onChange(tenantId: TenantId, personId: PersonId): void;
}

const tags = ['Inbox'];
const position = z.object({ at: positionInstant, attempt: z.string().max(200) });
const params = z.strictObject({ id: idOf<PersonId>() });
const messageParams = params.extend({
  messageId: z
    .string()
    .max(400)
    .regex(/^[\w-]+$/, 'must be the id of a message'),
});

const inboxMessageAnswer = z.object({
  id: idText,
  occurrenceId: idText,
  subject: z.string(),
  text: z.string(),
  at: instantText,
  readAt: instantText.nullable(),
});

/** What a person finds in the app. */
export function addInboxRoutes(app: HttpServer, { pool, clock, onChange }: InboxRoutesOptions): void {
  app.route({
    method: 'GET',
    url: '/v1/people/:id/inbox',
    schema: {
      tags,
      summary: 'List the messages of a person’s inbox, newest first',
      params,
      querystring: z.strictObject({
        ...pageParameters(position),
        unread: z.stringbool().default(false).meta({ description: 'Only those that have not been read.' }),
      }),
      response: { 200: pageOf(inboxMessageAnswer) },
    },
    handler: async (request) => {
      const { id: personId } = request.params;
      const { limit, cursor, unread } = request.query;
      const rows = await inTenant(pool, request.principal.tenantId, async (tx) => {
        await requirePerson(tx, personId);
        return listInboxMessages(tx, { personId, unread, limit, after: cursor });
      });
      return toPage(rows, limit, toAnswer, ({ at, attempt }) => ({ at: at.toString(), attempt }));
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/people/:id/inbox/:messageId/read',
    schema: {
      tags,
      summary: 'Say that a message was read, which answers nothing',
      params: messageParams,
      response: { 200: inboxMessageAnswer },
    },
    handler: async (request) => {
      const { tenantId } = request.principal;
      const { id: personId, messageId } = request.params;
      const { body } = await runOnce(request, pool, async (tx) => {
        await requirePerson(tx, personId);
        const attempt = Buffer.from(messageId, 'base64url').toString();
        const read = isStorable(attempt)
          ? await markInboxMessageRead(tx, { personId, attempt, now: clock.now() })
          : null;
        if (!read) throw notFound('inbox-message', messageId);
        return { status: 200, body: toAnswer(read) };
      });
      onChange(tenantId, personId);
      return body;
    },
  });
}

async function requirePerson(tx: Tx, id: PersonId): Promise<void> {
  if (!(await readPersonFacts(tx, id))) throw notFound('person', id);
}

/** PostgreSQL takes no NUL in a text. */
function isStorable(text: string): boolean {
  return !text.includes('\0');
}

function toAnswer({ attempt, occurrenceId, subject, text, at, readAt }: InboxMessage) {
  return {
    id: Buffer.from(attempt).toString('base64url'),
    occurrenceId,
    subject,
    text,
    at: at.toString(),
    readAt: readAt?.toString() ?? null,
  };
}
