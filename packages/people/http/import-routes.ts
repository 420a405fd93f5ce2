import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { MIMEType } from 'node:util';
import { AppError, notFound } from '@belfry/kernel/app-error';
import { newId, type TenantId } from '@belfry/kernel/ids';
import { inTenant, type Tx } from '@belfry/platform/database';
import { idText, instantText } from '@belfry/platform/http/answer-fields';
import { uuid } from '@belfry/platform/http/fields';
import { pageOf, pageParameters, positionInstant, toPage } from '@belfry/platform/http/pagination';
import { idempotencyKeyOf, idOfRequest } from '@belfry/platform/http/run-once';
import type { HttpServer } from '@belfry/platform/http/server';
import type pg from 'pg';
import { z } from 'zod';
import {
  type Existing,
  type ImportRecord,
  listImports,
  type Rejection,
  readImport,
  readRejections,
} from '../store/pg-imports.ts';
import { exportPeople, exportRejections } from '../usecases/export-people.ts';
import { importPeople } from '../usecases/import-people.ts';
import { readCsv } from '../usecases/read-csv.ts';
import { actorOf, type PeopleRoutesOptions } from './people-routes-options.ts';
import { readRows } from './read-rows.ts';
import { mostBytes, Uploads } from './uploads.ts';

const tags = ['People'];
const params = z.strictObject({ id: uuid });
/** Enough to see what is wrong; all of them are a file. */
const firstRejections = 20;
const waitsForChangesMs = 10_000;

const existingPeople = z.enum(['reject', 'update']).meta({
  description:
    'What becomes of a row whose person is there already, by the `id` of an export or by `externalId`, or else by email. Changed is what a row holds: cells that are empty change nothing, and the first address of a channel takes the place of the person’s first.',
});

const importAnswer = z
  .object({
    id: idText,
    state: z.enum(['running', 'done', 'failed']),
    dryRun: z.boolean(),
    rows: z.int().meta({ description: 'Read so far, without the header.' }),
    existing: existingPeople,
    added: z.int().meta({ description: 'Of a dry run: would have been added.' }),
    updated: z.int().meta({ description: 'Of those who are there already; of a dry run: would have been.' }),
    unchanged: z.int().meta({ description: 'Who are as their rows say already.' }),
    pending: z.int().meta({ description: 'Of `updated`, those still to be changed; it runs until there are none.' }),
    rejected: z.int(),
    waiting: z.boolean().meta({
      description:
        'It runs, and has not begun: other imports go first, one of an organisation at a time, with all that they change.',
    }),
    problem: z.string().nullable().meta({ description: 'Why it failed; nothing of it was kept then.' }),
    startedAt: instantText,
    columns: z.array(z.string()).meta({ description: 'Of its header, as they were understood.' }),
    firstRejections: z
      .array(
        z.object({
          line: z.int().meta({ description: 'Of the file, 1 being its header.' }),
          column: z.string().nullable().meta({ description: 'null: about the row as a whole.' }),
          reason: z.string(),
          cells: z.array(z.string()),
        }),
      )
      .max(firstRejections),
    rejectionsUrl: z.string().meta({ description: 'Every rejected row and why, as CSV.' }),
  })
  .meta({ id: 'Import' });

interface ImportAsked extends Pick<ImportRecord, 'id' | 'existing' | 'isDryRun' | 'fingerprint'> {
  tenantId: TenantId;
}

export function addImportRoutes(app: HttpServer, options: PeopleRoutesOptions): void {
  const { pool, onChange } = options;
  const uploads = new Uploads();

  /** Whether the import of this id is of the same file, and does the same with it. */
  async function isThere({ tenantId, id, existing, isDryRun, fingerprint }: ImportAsked): Promise<boolean> {
    const record = await inTenant(pool, tenantId, (tx) => readImport(tx, id));
    return record?.existing === existing && record.isDryRun === isDryRun && record.fingerprint === fingerprint;
  }

  app.register(async (scope) => {
    // It is read by `Uploads`.
    scope.addContentTypeParser('text/csv', (_request, payload, done) => done(null, payload));
    scope.route({
      method: 'POST',
      url: '/v1/people/import',
      config: { isUpload: true },
      bodyLimit: mostBytes,
      schema: {
        tags,
        summary:
          'Add people from a CSV file (text/csv), all in one commit, or change them; rows that cannot be taken are reported and hold up none of the others',
        consumes: ['text/csv'],
        querystring: z.strictObject({
          dryRun: z
            .enum(['true', 'false'])
            .default('false')
            .meta({ description: 'Does all of it, and keeps the report alone.' }),
          existing: existingPeople.default('reject'),
          id: uuid
            .optional()
            .meta({ description: 'By which its progress can be read while it lasts; absent: one of ours.' }),
        }),
        response: { 200: importAnswer },
      },
      handler: async (request) => {
        const { tenantId } = request.principal;
        // Before the file is taken, which may last.
        idempotencyKeyOf(request);
        const { id: given, dryRun, existing } = request.query as { id?: string; dryRun: string; existing: Existing };
        const isDryRun = dryRun === 'true';
        const body = request.body as Readable | undefined;
        const id = await uploads.take(tenantId, body, async ({ bytes, fingerprint }) => {
          const named = { fingerprint, id: given ?? newId<string>() };
          const { id, giveBackKey } = await idOfRequest(request, pool, named);
          const asked = { tenantId, id, existing, isDryRun, fingerprint, actor: actorOf(request.principal) };
          try {
            await importPeople({ ...options, ...asked, rows: readCsv(bytes, charsetOf(request)), read: readRows });
          } catch (error) {
            const isTaken = error instanceof AppError && error.code === 'import.id-taken';
            // With a key it is the same request again, running or done: one that failed has begun anew.
            request.isReplayed = isTaken && giveBackKey !== null && (await isThere(asked));
            if (request.isReplayed) return id;
            if (error instanceof AppError && !error.retryable) await giveBackKey?.();
            throw error;
          }
          return id;
        });
        if (!isDryRun) onChange(tenantId, null);
        return answerWhenMade(pool, tenantId, id);
      },
    });
  });

  app.route({
    method: 'GET',
    url: '/v1/people/imports',
    schema: {
      tags,
      summary: 'List imports, newest first; which rows were rejected says each by itself',
      querystring: z.strictObject(pageParameters(z.object({ startedAt: positionInstant, id: uuid }))),
      response: { 200: pageOf(importAnswer) },
    },
    handler: async (request) => {
      const { limit, cursor: after } = request.query;
      const records = await inTenant(pool, request.principal.tenantId, (tx) => listImports(tx, { limit, after }));
      const toItem = (record: ImportRecord) => toAnswer(record, []);
      return toPage(records, limit, toItem, ({ startedAt, id }) => ({ startedAt: startedAt.toString(), id }));
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/people/imports/:id',
    schema: { tags, summary: 'Read how far an import has come', params, response: { 200: importAnswer } },
    handler: async (request) => {
      return inTenant(pool, request.principal.tenantId, (tx) => answerOf(tx, request.params.id));
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/people/imports/:id/rejections',
    schema: { tags, summary: 'Read every rejected row and why, as CSV', params, produces: ['text/csv'] },
    handler: async (request, reply) => {
      const { tenantId } = request.principal;
      const { id } = request.params;
      const record = await inTenant(pool, tenantId, (tx) => readImport(tx, id));
      if (!record) throw notFound('import', id);
      return reply
        .header('content-disposition', 'attachment; filename="rejected.csv"')
        .type('text/csv; charset=utf-8')
        .send(exportRejections(pool, tenantId, record));
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/people/export',
    schema: { tags, summary: 'Read all people as CSV, as an import takes it', produces: ['text/csv'] },
    handler: async (request, reply) => {
      return reply
        .header('content-disposition', 'attachment; filename="people.csv"')
        .type('text/csv; charset=utf-8')
        .send(exportPeople(options, request.principal.tenantId));
    },
  });
}

/** undefined where it names none. */
function charsetOf({ headers }: { headers: IncomingHttpHeaders }): string | undefined {
  return new MIMEType(headers['content-type'] ?? 'text/csv').params.get('charset') ?? undefined;
}

/** As long as whoever asks likes to wait: with many changes it is answered as it stands, running. */
async function answerWhenMade(pool: pg.Pool, tenantId: TenantId, id: string): Promise<z.input<typeof importAnswer>> {
  const patience = performance.now() + waitsForChangesMs;
  for (;;) {
    const answer = await inTenant(pool, tenantId, (tx) => answerOf(tx, id));
    if (answer.pending === 0 || performance.now() > patience) return answer;
    await delay(100);
  }
}

async function answerOf(tx: Tx, id: string): Promise<z.input<typeof importAnswer>> {
  const record = await readImport(tx, id);
  if (!record) throw notFound('import', id);
  return toAnswer(record, await readRejections(tx, id, { after: 0, limit: firstRejections }));
}

function toAnswer(
  { id, existing, isDryRun, startedAt, ...record }: ImportRecord,
  rejections: readonly Rejection[],
): z.input<typeof importAnswer> {
  const { state, rows, added, updated, unchanged, pending, rejected, problem, columns, isWaiting: waiting } = record;
  return {
    ...{ id, state, existing, dryRun: isDryRun, rows, added, updated, unchanged, pending, rejected, problem, columns },
    waiting,
    startedAt: startedAt.toString(),
    firstRejections: rejections.map(({ message, ...rejection }) => ({
      ...rejection,
      cells: [...rejection.cells],
      reason: message,
    })),
    rejectionsUrl: `/v1/people/imports/${id}/rejections`,
  };
}
